//go:build amd64 && !purego

#include "textflag.h"

// Floats in two roundings, sixteen at a time: the bits of kernel_amd64.s.
#define STEP(addr, sum) \
	VMULPS.BCST addr, Z31, Z30 \
	VADDPS Z30, sum, sum

#define BEGIN

#define ROW(addr, sum) VMOVUPS addr, sum

#define KERNEL12 ·plain12
#define KERNEL6 ·plain6
#define KERNEL4 ·plain4
#define KERNEL2 ·plain2
#define KERNEL1 ·plain1

#include "panel512_amd64.h"
