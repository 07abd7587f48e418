// Command xmod answers what golang.org/x/mod says of names, patterns and module zips.
// Stdin: one JSON array; stdout: one JSON array of the answers.
//
//	xmod escape      strings -> {path, version}: the escaped forms, "" when refused
//	xmod match       [[patterns, path]] -> bools of module.MatchPrefixPatterns
//	xmod check M V   zip files -> error texts of zip.CheckZip, "" when it is a module's zip
package main

import (
	"encoding/json"
	"log"
	"os"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

type escaped struct {
	Path    string `json:"path"`
	Version string `json:"version"`
}

func main() {
	switch os.Args[1] {
	case "escape":
		answer(func(text string) escaped {
			path, _ := module.EscapePath(text)
			version, _ := module.EscapeVersion(text)
			return escaped{path, version}
		})
	case "match":
		answer(func(pair [2]string) bool { return module.MatchPrefixPatterns(pair[0], pair[1]) })
	case "check":
		m := module.Version{Path: os.Args[2], Version: os.Args[3]}
		answer(func(path string) string {
			checked, err := zip.CheckZip(m, path)
			if err == nil {
				err = checked.Err()
			}
			if err != nil {
				return err.Error()
			}
			return ""
		})
	}
}

func answer[In, Out any](of func(In) Out) {
	var questions []In
	check(json.NewDecoder(os.Stdin).Decode(&questions))
	answers := []Out{}
	for _, question := range questions {
		answers = append(answers, of(question))
	}
	check(json.NewEncoder(os.Stdout).Encode(answers))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
