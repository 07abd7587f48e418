module example.com/app

go 1.26.0

toolchain go1.26.8

require (
	golang.org/x/text v0.4.0
	git.acme.example/core/lib v0.1.0 // indirect
	example.com/here v0.0.0
	example.com/other v1.0.0
)

replace (
	example.com/here => ../here
	example.com/other => example.com/fork v1.0.1
)
