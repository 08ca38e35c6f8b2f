package quadstore

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// lockHolders reads Linux's table of locks for the file at path.
func lockHolders(path string) (pids []int) {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	table, err := os.ReadFile("/proc/locks")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(table)) {
		// "1: FLOCK  ADVISORY  WRITE 4711 08:01:131079 0 EOF"
		fields := strings.Fields(line)
		if len(fields) < 6 || fields[1] != "FLOCK" {
			continue
		}
		_, inode, _ := strings.Cut(fields[5], ":")
		_, inode, _ = strings.Cut(inode, ":")
		pid, err := strconv.Atoi(fields[4])
		if err == nil && pid > 0 && inode == strconv.FormatUint(stat.Ino, 10) {
			pids = append(pids, pid)
		}
	}
	return pids
}
