package main

import (
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"

	"golang.org/x/term"
)

// environ is what a command knows of the world around it.
type environ struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	StdinTTY, StdoutTTY, StderrTTY bool

	Getenv      func(string) string
	Width       func() int // columns of the terminal; 0 where there is none
	OpenBrowser func(url string) error

	Self string // the path of this program, to start it again; "" where it is none
}

// systemEnv is the environment of the process.
func systemEnv() *environ {
	self, err := os.Executable()
	if err != nil {
		self = ""
	}
	return &environ{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		StdinTTY:    term.IsTerminal(int(os.Stdin.Fd())),
		StdoutTTY:   term.IsTerminal(int(os.Stdout.Fd())),
		StderrTTY:   term.IsTerminal(int(os.Stderr.Fd())),
		Getenv:      os.Getenv,
		Width:       terminalWidth,
		OpenBrowser: openBrowser,
		Self:        self,
	}
}

func terminalWidth() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// openBrowser opens an address in the person's browser.
func openBrowser(url string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", url).Start()
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", url).Start()
	}
	return exec.Command("xdg-open", url).Start()
}

// color tells whether what goes to a terminal may be coloured (https://no-color.org).
func (e *environ) color(tty bool) bool {
	return tty && e.Getenv("NO_COLOR") == "" && e.Getenv("TERM") != "dumb"
}
