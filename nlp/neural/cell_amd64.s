//go:build amd64 && !purego

#include "textflag.h"

// BYTES rounds eight floats to integers, adds zero and saturates them to the
// bytes of the lower half of X, which is Y's.
#define BYTES(Y, X) \
	VCVTPS2DQ Y, Y            \
	VPADDD ·cell_zeros(SB), Y, Y  \
	VPACKUSDW Y, Y, Y         \
	VPERMQ $0x08, Y, Y        \
	VPACKUSWB X, X, X

#define WITH(op, const, src, dst) op const(SB), src, dst
#define LOAD(const, dst) VMOVUPS const(SB), dst

#define STORE(V, addr) \
	BYTES(V, X1) \
	VMOVQ X1, addr

#define CELL ·cell8
#define INTCELL ·intCell8
#define LANES 8
#define V0 Y0
#define V1 Y1
#define V2 Y2
#define V3 Y3
#define V4 Y4
#define T0 Y13
#define T1 Y14
#define T2 Y15
#define T3 Y12

#include "cell_amd64.h"

// func dequantise(dst *float32, ldd uintptr, src *int32, scale, bias *float32, rows int)
// src has rows of 16; ldd is in bytes.
TEXT ·dequantise(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ ldd+8(FP), DX
	MOVQ src+16(FP), SI
	MOVQ scale+24(FP), AX
	MOVQ bias+32(FP), BX
	MOVQ rows+40(FP), CX
	VMOVUPS (AX), Y4
	VMOVUPS 32(AX), Y5
	VMOVUPS (BX), Y6
	VMOVUPS 32(BX), Y7
floatLoop:
	VCVTDQ2PS (SI), Y0
	VCVTDQ2PS 32(SI), Y1
	VMULPS Y4, Y0, Y0
	VMULPS Y5, Y1, Y1
	VADDPS Y6, Y0, Y0
	VADDPS Y7, Y1, Y1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ $64, SI
	ADDQ DX, DI
	DECQ CX
	JNZ  floatLoop
	VZEROUPPER
	RET

// func leakyQuantise(x *float32, dst *uint8, n int, slope, unit float32)
TEXT ·leakyQuantise(SB), NOSPLIT, $0-32
	MOVQ x+0(FP), SI
	MOVQ dst+8(FP), DI
	MOVQ n+16(FP), CX
	VBROADCASTSS slope+24(FP), Y4
	VBROADCASTSS unit+28(FP), Y5
	XORQ R10, R10
leakyLoop:
	VMOVUPS (SI)(R10*4), Y0
	VMULPS Y4, Y0, Y1
	VMAXPS Y1, Y0, Y0
	VMOVUPS Y0, (SI)(R10*4)
	VMULPS Y5, Y0, Y0
	BYTES(Y0, X0)
	VMOVQ X0, (DI)(R10*1)
	ADDQ $8, R10
	CMPQ R10, CX
	JLT  leakyLoop
	VZEROUPPER
	RET
