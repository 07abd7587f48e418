// Command sumdb answers, by golang.org/x/mod, the questions that gostead's own
// sumdb room is asked in sumdb.test.ts: one JSON object in, one out, answers in
// the order of the questions.
package main

import (
	"encoding/json"
	"io"
	"log"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type questions struct {
	Files  []map[string]string // name -> content
	Paths  []string
	Tiles  []tlog.Tile
	Heads  []string
	Keys   []string
	Notes  []noteQuestion
	Proofs []proofQuestion
}

type noteQuestion struct {
	Message []byte
	Keys    []string
}

type proofQuestion struct {
	Size, Record, Old int64
}

type answers struct {
	Files  []string // h1, or "" when refused
	Paths  []*tlog.Tile
	Tiles  []string
	Heads  []*tlog.Tree
	Keys   []*uint32
	Notes  []*noteAnswer
	Proofs []proofAnswer
}

type noteAnswer struct {
	Text  string
	Names []string
}

type proofAnswer struct {
	Root, OldRoot tlog.Hash
	Inclusion     tlog.RecordProof
	Consistency   tlog.TreeProof
	Index         int64
}

func main() {
	log.SetFlags(0)
	var q questions
	if err := json.NewDecoder(os.Stdin).Decode(&q); err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer(q)); err != nil {
		log.Fatal(err)
	}
}

func answer(q questions) (a answers) {
	for _, files := range q.Files {
		a.Files = append(a.Files, hash1(files))
	}
	for _, path := range q.Paths {
		tile, err := tlog.ParseTilePath(path)
		a.Paths = append(a.Paths, ifNil(&tile, err))
	}
	for _, tile := range q.Tiles {
		a.Tiles = append(a.Tiles, tile.Path())
	}
	for _, head := range q.Heads {
		tree, err := tlog.ParseTree([]byte(head))
		a.Heads = append(a.Heads, ifNil(&tree, err))
	}
	for _, key := range q.Keys {
		a.Keys = append(a.Keys, keyHash(key))
	}
	for _, n := range q.Notes {
		a.Notes = append(a.Notes, openNote(n))
	}
	for _, p := range q.Proofs {
		a.Proofs = append(a.Proofs, prove(p))
	}
	return a
}

// ifNil gives the value unless there was an error.
func ifNil[T any](value *T, err error) *T {
	if err != nil {
		return nil
	}
	return value
}

func hash1(files map[string]string) string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	h1, err := dirhash.Hash1(names, func(name string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(files[name])), nil
	})
	if err != nil {
		return ""
	}
	return h1
}

func keyHash(key string) *uint32 {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil
	}
	hash := verifier.KeyHash()
	return &hash
}

func openNote(q noteQuestion) *noteAnswer {
	var known []note.Verifier
	for _, key := range q.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			log.Fatal(err)
		}
		known = append(known, verifier)
	}
	opened, err := note.Open(q.Message, note.VerifierList(known...))
	if err != nil {
		return nil
	}
	a := &noteAnswer{Text: opened.Text}
	for _, sig := range opened.Sigs {
		a.Names = append(a.Names, sig.Name)
	}
	return a
}

// prove answers for the tree of records "0", "1", ... of the size asked.
func prove(q proofQuestion) (a proofAnswer) {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	for n := range q.Size {
		stored = append(stored, must(tlog.StoredHashes(n, record(n), read))...)
	}
	a.Root = must(tlog.TreeHash(q.Size, read))
	a.OldRoot = must(tlog.TreeHash(q.Old, read))
	a.Inclusion = must(tlog.ProveRecord(q.Size, q.Record, read))
	a.Consistency = must(tlog.ProveTree(q.Size, q.Old, read))
	a.Index = tlog.StoredHashIndex(0, q.Record)
	return a
}

func record(n int64) []byte {
	return must(json.Marshal(n))
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
