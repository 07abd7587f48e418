module git.acme.internal/app

go 1.28.0

toolchain go1.27.1

require (
	golang.org/x/text v0.3
	git.acme.internal/log v1.2.0
	git.acme.internal/team/cfg v1.0.0
	git.acme.example/lib v0.1.0
	example.com/gone v1.0.0
)

replace example.com/gone => ../gone

replace example.com/unused => ./unused
