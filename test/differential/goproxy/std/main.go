// Command std answers what Go's standard library says of versions and zips.
//
//	std versions    stdin: JSON array of names like "go1.22.6"; stdout: [{valid, lang}] and
//	                the result of Compare for every pair, row by row
//	std read ZIP    what archive/zip finds: [{name, method, crc32, compressedSize, size, offset}]
//	std write ZIP   stdin: JSON array of {name, data, stored}; writes a zip as archive/zip does
package main

import (
	"archive/zip"
	"encoding/json"
	"go/version"
	"log"
	"os"
)

type facts struct {
	Valid bool   `json:"valid"`
	Lang  string `json:"lang"`
}

type entry struct {
	Name           string `json:"name"`
	Method         uint16 `json:"method"`
	CRC32          uint32 `json:"crc32"`
	CompressedSize uint64 `json:"compressedSize"`
	Size           uint64 `json:"size"`
	Offset         int64  `json:"offset"`
}

type file struct {
	Name   string `json:"name"`
	Data   []byte `json:"data"`
	Stored bool   `json:"stored"`
}

func main() {
	switch os.Args[1] {
	case "versions":
		versions()
	case "read":
		read(os.Args[2])
	case "write":
		write(os.Args[2])
	}
}

func versions() {
	var names []string
	decode(&names)
	answer := struct {
		Facts   []facts `json:"facts"`
		Compare [][]int `json:"compare"`
	}{}
	for _, x := range names {
		answer.Facts = append(answer.Facts, facts{version.IsValid(x), version.Lang(x)})
		row := []int{}
		for _, y := range names {
			row = append(row, version.Compare(x, y))
		}
		answer.Compare = append(answer.Compare, row)
	}
	encode(answer)
}

func read(path string) {
	r, err := zip.OpenReader(path)
	check(err)
	entries := []entry{}
	for _, f := range r.File {
		offset, err := f.DataOffset()
		check(err)
		entries = append(entries, entry{f.Name, f.Method, f.CRC32, f.CompressedSize64, f.UncompressedSize64, offset})
	}
	encode(entries)
}

func write(path string) {
	var files []file
	decode(&files)
	out, err := os.Create(path)
	check(err)
	w := zip.NewWriter(out)
	for _, f := range files {
		header := &zip.FileHeader{Name: f.Name, Method: zip.Deflate}
		if f.Stored {
			header.Method = zip.Store
		}
		fw, err := w.CreateHeader(header)
		check(err)
		_, err = fw.Write(f.Data)
		check(err)
	}
	check(w.Close())
	check(out.Close())
}

func decode(v any) { check(json.NewDecoder(os.Stdin).Decode(v)) }
func encode(v any) { check(json.NewEncoder(os.Stdout).Encode(v)) }

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
