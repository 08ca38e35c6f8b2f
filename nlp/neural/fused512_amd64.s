//go:build amd64 && !purego

#include "textflag.h"

// Floats, fused, sixteen at a time: the bits of fused_amd64.s.
#define STEP(addr, sum) VFMADD231PS.BCST addr, Z31, sum

#define BEGIN

#define ROW(addr, sum) VMOVUPS addr, sum

#define KERNEL12 ·broad12
#define KERNEL6 ·broad6
#define KERNEL4 ·broad4
#define KERNEL2 ·broad2
#define KERNEL1 ·broad1

#include "panel512_amd64.h"
