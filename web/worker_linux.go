package web

import (
	"os/exec"
	"syscall"
)

// limitMemory bounds what this process may take for its data.
func limitMemory(bytes int64) {
	limit := &syscall.Rlimit{Cur: uint64(bytes), Max: uint64(bytes)}
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, limit) // without it the script's own bound holds
}

// endWithParent has the system end a worker when this process is gone.
func endWithParent(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
}
