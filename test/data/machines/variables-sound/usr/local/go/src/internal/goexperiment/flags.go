package goexperiment

// Flags is the set of experiments.
type Flags struct {
	FieldTrack        bool
	RegabiWrappers bool

	// JSONv2 enables the json/v2 package.
	JSONv2 bool

	GreenTeaGC bool
}
