//go:build amd64 && !purego

#include "textflag.h"

// Integers, two values of k at a time: VPDPWSSD multiplies pairs of int16 and
// adds both products to the sum, the same integers as dot_amd64.s.
#define STEP(addr, sum) VPDPWSSD.BCST addr, Z31, sum

#define KERNEL12 ·pair12
#define KERNEL6 ·pair6
#define KERNEL4 ·pair4
#define KERNEL2 ·pair2
#define KERNEL1 ·pair1

#include "panel512_amd64.h"
