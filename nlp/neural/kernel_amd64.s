//go:build amd64 && !purego

#include "textflag.h"

// Floats, multiplied and added in two roundings (no FMA), as plain Go does, so
// that both give the same bits.
#define STEP(addr, lo, hi) \
	VBROADCASTSS addr, Y14  \
	VMULPS Y12, Y14, Y15 \
	VADDPS Y15, lo, lo   \
	VMULPS Y13, Y14, Y15 \
	VADDPS Y15, hi, hi

#define BEGIN

#define ROW(addr, high, lo, hi) \
	VMOVUPS addr, lo \
	VMOVUPS high, hi

#define KERNEL6 ·kernel6
#define KERNEL4 ·kernel4
#define KERNEL2 ·kernel2
#define KERNEL1 ·kernel1

#include "panel_amd64.h"
