//go:build amd64 && !purego

#include "textflag.h"

// Floats with fused multiplication and addition: faster, and for training
// alone, since plain Go does not give the same bits.
#define STEP(addr, lo, hi) \
	VBROADCASTSS addr, Y14   \
	VFMADD231PS Y12, Y14, lo \
	VFMADD231PS Y13, Y14, hi

#define BEGIN

#define ROW(addr, high, lo, hi) \
	VMOVUPS addr, lo \
	VMOVUPS high, hi

#define KERNEL6 ·fused6
#define KERNEL4 ·fused4
#define KERNEL2 ·fused2
#define KERNEL1 ·fused1

#include "panel_amd64.h"
