//go:build amd64 && !purego

#include "textflag.h"

// Integers, four values of k at a time: VPDPBUSD multiplies unsigned bytes of a
// with signed ones of b and adds the four products to the sum, the same integers
// as dot_amd64.s.
#define STEP(addr, sum) \
	VPBROADCASTD addr, Z30 \
	VPDPBUSD Z31, Z30, sum

#define BEGIN \
	VMOVUPS (BX), Z31 \
	ADDQ $64, BX

#define ROW(addr, sum) VPADDD addr, Z31, sum

#define KERNEL12 ·quad12
#define KERNEL6 ·quad6
#define KERNEL4 ·quad4
#define KERNEL2 ·quad2
#define KERNEL1 ·quad1

#include "panel512_amd64.h"
