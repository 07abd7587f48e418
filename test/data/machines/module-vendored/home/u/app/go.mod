module example.com/app

go 1.26

require golang.org/x/text v0.4.0

require golang.org/x/net v0.1.0
