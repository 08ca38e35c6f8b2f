package quadstore

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// writeOwner notes this process in its lock file, for whoever finds it locked.
func writeOwner(f *os.File) {
	if f.Truncate(0) == nil {
		fmt.Fprintf(f, "%d %s\n", os.Getpid(), commandLine(os.Args))
	}
}

// owner names the process that holds the lock of the file at path: "process
// 4711 (kg ui)". It asks the kernel's table of locks where there is one, then
// the note in the file.
func owner(path string) string {
	if pids := lockHolders(path); len(pids) > 0 {
		pid := pids[0]
		if pid == os.Getpid() {
			return "this process itself"
		}
		args, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err != nil {
			return fmt.Sprintf("process %d", pid)
		}
		words := strings.Split(string(bytes.TrimRight(args, "\x00")), "\x00")
		return fmt.Sprintf("process %d (%s)", pid, commandLine(words))
	}
	note, _ := os.ReadFile(path)
	pid, command, ok := strings.Cut(strings.TrimSpace(string(note)), " ")
	if !ok {
		return "an unknown process"
	}
	return fmt.Sprintf("process %s (%s)", pid, command)
}

// commandLine is a command with its folder left out, cut to a line.
func commandLine(args []string) string {
	if len(args) == 0 {
		return ""
	}
	words := append([]string{filepath.Base(args[0])}, args[1:]...)
	line := strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.Join(words, " "))
	if len(line) > 120 {
		line = strings.ToValidUTF8(line[:117], "") + "..."
	}
	return line
}
