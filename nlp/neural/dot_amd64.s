//go:build amd64 && !purego

#include "textflag.h"

// Integers, two values of k at a time: VPMADDWD multiplies pairs of int16 and
// adds each pair. Nothing is rounded, so the order is free.
#define STEP(addr, lo, hi) \
	VPBROADCASTD addr, Y14  \
	VPMADDWD Y12, Y14, Y15  \
	VPADDD Y15, lo, lo      \
	VPMADDWD Y13, Y14, Y15  \
	VPADDD Y15, hi, hi

#define KERNEL6 ·dot6
#define KERNEL4 ·dot4
#define KERNEL2 ·dot2
#define KERNEL1 ·dot1

#include "panel_amd64.h"
