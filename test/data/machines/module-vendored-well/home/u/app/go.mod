module example.com/app

go 1.26

require golang.org/x/net v0.1.0

replace golang.org/x/net => ../net
