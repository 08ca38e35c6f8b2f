package main

import (
	"bufio"
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kg/loaders"
	"kg/nlp"
)

// parseOptions are what kg parse was asked for.
type parseOptions struct {
	reader
	Format, Input, File string
}

func newParseCmd(env *environ) *cobra.Command {
	opts := &parseOptions{}
	cmd := &cobra.Command{
		Use: "parse [FILE]", Short: "Print the syntax alone: words, tags, trees, names, coreference", GroupID: "read",
		Long: `Parses a text (a file, or standard input) and prints its syntax as Universal
Dependencies: as CoNLL-U, or with --format tree for people to read.

With --input conllu the words and sentences of a CoNLL-U file are kept and
parsed anew, which is how the parser is scored against a treebank.` + exits(exitDone, exitFailed, exitUsage, exitInterrupted),
		Example: "  kg parse --format tree vienna.txt\n  echo \"Russia bombed rebels.\" | kg parse\n  kg parse --input conllu gold.conllu > system.conllu",
		Args:    argCount(0, 1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.File = loaders.Stdin
			if len(args) > 0 {
				opts.File = args[0]
			}
			return runParse(cmd.Context(), env, opts)
		},
	}
	f := cmd.Flags()
	f.StringVar(&opts.Format, "format", "conllu", "`one` of conllu, tree")
	f.StringVar(&opts.Input, "input", "text", "`what` the file is: text (or HTML), conllu")
	f.StringVar(&opts.Encoding, "encoding", "", "the text `encoding` of the file, in place of the one found")
	f.BoolVar(&opts.AnyLanguage, "any-language", false, "parse a text even where it does not seem to be English")
	return cmd
}

func runParse(ctx context.Context, env *environ, opts *parseOptions) error {
	opts.Workers = 1
	if err := checkFormat(opts.Format, []string{"conllu", "tree"}); err != nil {
		return err
	}
	if err := checkFormat(opts.Input, []string{"text", "conllu"}); err != nil {
		return err
	}
	out := bufio.NewWriterSize(env.Stdout, 1<<16)
	write := func(d *nlp.Document) error {
		if opts.Format == "tree" {
			return d.WriteTree(out)
		}
		return d.WriteCoNLLU(out)
	}
	parse := parseText
	if opts.Input == "conllu" {
		parse = parseCoNLLU
	}
	if err := parse(ctx, env, opts, write); err != nil {
		return err
	}
	return out.Flush()
}

// parseText parses the article in a file.
func parseText(ctx context.Context, env *environ, opts *parseOptions, write func(*nlp.Document) error) error {
	loader, err := opts.loader(env)
	if err != nil {
		return err
	}
	article, err := loader.Read(ctx, loaders.Item{Name: opts.File, Kind: loaders.KindOf(opts.File)})
	if err != nil {
		return err
	}
	pipeline, err := nlp.New()
	if err != nil {
		return fmt.Errorf("load the language model: %w", err)
	}
	return write(pipeline.Parse(article.Text))
}

// parseCoNLLU parses the words and sentences of a treebank anew.
func parseCoNLLU(ctx context.Context, env *environ, opts *parseOptions, write func(*nlp.Document) error) error {
	in := env.Stdin
	if opts.File != loaders.Stdin {
		file, err := os.Open(opts.File)
		if err != nil {
			return withHint(err, "check the spelling; paths are relative to the working folder")
		}
		defer file.Close()
		in = file
	}
	docs, err := nlp.ReadCoNLLU(in)
	if err != nil {
		return withHint(fmt.Errorf("%s: %w", opts.File, err), "the file has to be CoNLL-U: ten columns parted by tabs, a blank line after each sentence")
	}
	pipeline, err := nlp.New()
	if err != nil {
		return fmt.Errorf("load the language model: %w", err)
	}
	for _, d := range docs {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pipeline.Annotate(d)
		if err := write(d); err != nil {
			return err
		}
	}
	return nil
}
