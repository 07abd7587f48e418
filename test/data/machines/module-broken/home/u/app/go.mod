module example.com/app

go 1.26

require (
	golang.org/x/text v0.3.0
<<<<<<< HEAD
	golang.org/x/net v0.1.0
=======
	golang.org/x/net v0.2.0
>>>>>>> theirs
)
