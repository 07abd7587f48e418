module gostead.test/std

go 1.22
