// Package neural tags and parses English and finds its names, with one network
// that is written, trained and run in Go alone.
//
// A word comes in as a frozen pretrained vector (4 bits a value), a trained
// vector, a sum of hashed character n-grams and its class of letters. Three
// bidirectional recurrent layers (LSTM cells whose input gate is one minus the
// forget gate) read the sentence. On top are five heads: universal tags, Penn
// tags, arcs and labels (biaffine, as Dozat and Manning have them), and names
// (BIO). The best tree with one root is found by Chu-Liu/Edmonds, so trees are
// always well-formed.
//
//	m, err := model.Open() // package kg/nlp/model embeds the weights
//	if err != nil {
//		return err
//	}
//	a := m.Parse([][]string{{"Rebels", "took", "the", "town", "."}})[0]
//	fmt.Println(a.UPOS[1], a.Deprel[3], a.Head[3]) // VERB obj 1
//
// Words must be those of Universal Dependencies English: "do n't", "Russia 's",
// "al - Assad".
//
// # Reading
//
// Model.Parse works on integers: activations of 8 bits times weights of 7 bits,
// summed in 32. Such sums are exact, so the kernels for AVX-512 and AVX2 and
// plain Go, one sentence or a thousand, any machine, all give the same bits. What stays in
// floats (the nonlinearities, scores of pairs) rounds every operation on its
// own; nothing is fused. Sentences of a batch run side by side, longest first,
// so that a step of the recurrence is a matrix product. What the first layer
// needs of a word depends on its form alone and is cached by form, within a
// bound. A sentence of more than 160 words is read in windows whose roots hang
// on that of the first, so time is linear in the text.
//
// # Training
//
// Trainer goes back through the network by hand-written gradients (checked in
// the tests), in two fixed shards whose sums are added in order, so the same
// data and seed give the same weights on machines of one kind: training fuses
// products and sums where the processor can.
//
// # Build tags
//
// purego leaves the assembly out.
package neural
