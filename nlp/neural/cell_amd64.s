//go:build amd64 && !purego

#include "textflag.h"

DATA limit<>+0(SB)/8, $0x40fcf84f40fcf84f
DATA limit<>+8(SB)/8, $0x40fcf84f40fcf84f
DATA limit<>+16(SB)/8, $0x40fcf84f40fcf84f
DATA limit<>+24(SB)/8, $0x40fcf84f40fcf84f
GLOBL limit<>(SB), RODATA, $32
DATA neglimit<>+0(SB)/8, $0xc0fcf84fc0fcf84f
DATA neglimit<>+8(SB)/8, $0xc0fcf84fc0fcf84f
DATA neglimit<>+16(SB)/8, $0xc0fcf84fc0fcf84f
DATA neglimit<>+24(SB)/8, $0xc0fcf84fc0fcf84f
GLOBL neglimit<>(SB), RODATA, $32
DATA a13<>+0(SB)/8, $0xa59f25c0a59f25c0
DATA a13<>+8(SB)/8, $0xa59f25c0a59f25c0
DATA a13<>+16(SB)/8, $0xa59f25c0a59f25c0
DATA a13<>+24(SB)/8, $0xa59f25c0a59f25c0
GLOBL a13<>(SB), RODATA, $32
DATA a11<>+0(SB)/8, $0x2a61337e2a61337e
DATA a11<>+8(SB)/8, $0x2a61337e2a61337e
DATA a11<>+16(SB)/8, $0x2a61337e2a61337e
DATA a11<>+24(SB)/8, $0x2a61337e2a61337e
GLOBL a11<>(SB), RODATA, $32
DATA a9<>+0(SB)/8, $0xaebd37ffaebd37ff
DATA a9<>+8(SB)/8, $0xaebd37ffaebd37ff
DATA a9<>+16(SB)/8, $0xaebd37ffaebd37ff
DATA a9<>+24(SB)/8, $0xaebd37ffaebd37ff
GLOBL a9<>(SB), RODATA, $32
DATA a7<>+0(SB)/8, $0x335c0041335c0041
DATA a7<>+8(SB)/8, $0x335c0041335c0041
DATA a7<>+16(SB)/8, $0x335c0041335c0041
DATA a7<>+24(SB)/8, $0x335c0041335c0041
GLOBL a7<>(SB), RODATA, $32
DATA a5<>+0(SB)/8, $0x3779434a3779434a
DATA a5<>+8(SB)/8, $0x3779434a3779434a
DATA a5<>+16(SB)/8, $0x3779434a3779434a
DATA a5<>+24(SB)/8, $0x3779434a3779434a
GLOBL a5<>(SB), RODATA, $32
DATA a3<>+0(SB)/8, $0x3a270ded3a270ded
DATA a3<>+8(SB)/8, $0x3a270ded3a270ded
DATA a3<>+16(SB)/8, $0x3a270ded3a270ded
DATA a3<>+24(SB)/8, $0x3a270ded3a270ded
GLOBL a3<>(SB), RODATA, $32
DATA a1<>+0(SB)/8, $0x3ba059dc3ba059dc
DATA a1<>+8(SB)/8, $0x3ba059dc3ba059dc
DATA a1<>+16(SB)/8, $0x3ba059dc3ba059dc
DATA a1<>+24(SB)/8, $0x3ba059dc3ba059dc
GLOBL a1<>(SB), RODATA, $32
DATA b6<>+0(SB)/8, $0x35a0d3d835a0d3d8
DATA b6<>+8(SB)/8, $0x35a0d3d835a0d3d8
DATA b6<>+16(SB)/8, $0x35a0d3d835a0d3d8
DATA b6<>+24(SB)/8, $0x35a0d3d835a0d3d8
GLOBL b6<>(SB), RODATA, $32
DATA b4<>+0(SB)/8, $0x38f895d638f895d6
DATA b4<>+8(SB)/8, $0x38f895d638f895d6
DATA b4<>+16(SB)/8, $0x38f895d638f895d6
DATA b4<>+24(SB)/8, $0x38f895d638f895d6
GLOBL b4<>(SB), RODATA, $32
DATA b2<>+0(SB)/8, $0x3b14aa053b14aa05
DATA b2<>+8(SB)/8, $0x3b14aa053b14aa05
DATA b2<>+16(SB)/8, $0x3b14aa053b14aa05
DATA b2<>+24(SB)/8, $0x3b14aa053b14aa05
GLOBL b2<>(SB), RODATA, $32
DATA b0<>+0(SB)/8, $0x3ba059dd3ba059dd
DATA b0<>+8(SB)/8, $0x3ba059dd3ba059dd
DATA b0<>+16(SB)/8, $0x3ba059dd3ba059dd
DATA b0<>+24(SB)/8, $0x3ba059dd3ba059dd
GLOBL b0<>(SB), RODATA, $32
DATA half<>+0(SB)/8, $0x3f0000003f000000
DATA half<>+8(SB)/8, $0x3f0000003f000000
DATA half<>+16(SB)/8, $0x3f0000003f000000
DATA half<>+24(SB)/8, $0x3f0000003f000000
GLOBL half<>(SB), RODATA, $32
DATA one<>+0(SB)/8, $0x3f8000003f800000
DATA one<>+8(SB)/8, $0x3f8000003f800000
DATA one<>+16(SB)/8, $0x3f8000003f800000
DATA one<>+24(SB)/8, $0x3f8000003f800000
GLOBL one<>(SB), RODATA, $32

DATA zeros<>+0(SB)/8, $0x0000008000000080
DATA zeros<>+8(SB)/8, $0x0000008000000080
DATA zeros<>+16(SB)/8, $0x0000008000000080
DATA zeros<>+24(SB)/8, $0x0000008000000080
GLOBL zeros<>(SB), RODATA, $32

// TANH replaces X by its hyperbolic tangent, as tanh32 does; it uses Y13 to Y15.
#define TANH(X) \
	VMAXPS neglimit<>(SB), X, X \
	VMINPS limit<>(SB), X, X    \
	VMULPS X, X, Y13            \
	VMULPS a13<>(SB), Y13, Y14  \
	VADDPS a11<>(SB), Y14, Y14  \
	VMULPS Y13, Y14, Y14        \
	VADDPS a9<>(SB), Y14, Y14   \
	VMULPS Y13, Y14, Y14        \
	VADDPS a7<>(SB), Y14, Y14   \
	VMULPS Y13, Y14, Y14        \
	VADDPS a5<>(SB), Y14, Y14   \
	VMULPS Y13, Y14, Y14        \
	VADDPS a3<>(SB), Y14, Y14   \
	VMULPS Y13, Y14, Y14        \
	VADDPS a1<>(SB), Y14, Y14   \
	VMULPS X, Y14, Y14          \
	VMULPS b6<>(SB), Y13, Y15   \
	VADDPS b4<>(SB), Y15, Y15   \
	VMULPS Y13, Y15, Y15        \
	VADDPS b2<>(SB), Y15, Y15   \
	VMULPS Y13, Y15, Y15        \
	VADDPS b0<>(SB), Y15, Y15   \
	VDIVPS Y15, Y14, X

#define SIGMOID(X) \
	VMULPS half<>(SB), X, X \
	TANH(X)                 \
	VMULPS half<>(SB), X, X \
	VADDPS half<>(SB), X, X

// BYTES rounds eight floats to integers, adds zero and saturates them to the
// bytes of the lower half of X, which is Y's.
#define BYTES(Y, X) \
	VCVTPS2DQ Y, Y            \
	VPADDD zeros<>(SB), Y, Y  \
	VPACKUSDW Y, Y, Y         \
	VPERMQ $0x08, Y, Y        \
	VPACKUSWB X, X, X

// func cellKernel(f, o, c, before, cell, tanh, out *float32, n int)
TEXT ·cellKernel(SB), NOSPLIT, $0-64
	MOVQ f+0(FP), AX
	MOVQ o+8(FP), BX
	MOVQ c+16(FP), CX
	MOVQ before+24(FP), DX
	MOVQ cell+32(FP), SI
	MOVQ tanh+40(FP), DI
	MOVQ out+48(FP), R8
	MOVQ n+56(FP), R9
	XORQ R10, R10
loop:
	VMOVUPS (AX)(R10*4), Y0
	VMOVUPS (BX)(R10*4), Y1
	VMOVUPS (CX)(R10*4), Y2
	SIGMOID(Y0)
	SIGMOID(Y1)
	TANH(Y2)
	VMOVUPS Y0, (AX)(R10*4)
	VMOVUPS Y1, (BX)(R10*4)
	VMOVUPS Y2, (CX)(R10*4)
	VMOVUPS one<>(SB), Y3
	VSUBPS Y0, Y3, Y3
	VMULPS Y2, Y3, Y3
	VMULPS (DX)(R10*4), Y0, Y4
	VADDPS Y4, Y3, Y3
	VMOVUPS Y3, (SI)(R10*4)
	TANH(Y3)
	VMOVUPS Y3, (DI)(R10*4)
	VMULPS Y3, Y1, Y1
	VMOVUPS Y1, (R8)(R10*4)
	ADDQ $8, R10
	CMPQ R10, R9
	JLT  loop
	VZEROUPPER
	RET

// func intCell(f, o, c *int32, scale *float32, h int, cell *float32, out *uint8, unit float32)
// scale holds 3h values: of the forget, output and candidate gates.
TEXT ·intCell(SB), NOSPLIT, $0-60
	MOVQ f+0(FP), AX
	MOVQ o+8(FP), BX
	MOVQ c+16(FP), CX
	MOVQ scale+24(FP), DX
	MOVQ h+32(FP), R9
	MOVQ cell+40(FP), SI
	MOVQ out+48(FP), DI
	VBROADCASTSS unit+56(FP), Y12
	LEAQ (DX)(R9*4), R11
	LEAQ (R11)(R9*4), R12
	XORQ R10, R10
intLoop:
	VCVTDQ2PS (AX)(R10*4), Y0
	VCVTDQ2PS (BX)(R10*4), Y1
	VCVTDQ2PS (CX)(R10*4), Y2
	VMULPS (DX)(R10*4), Y0, Y0
	VMULPS (R11)(R10*4), Y1, Y1
	VMULPS (R12)(R10*4), Y2, Y2
	SIGMOID(Y0)
	SIGMOID(Y1)
	TANH(Y2)
	VMOVUPS one<>(SB), Y3
	VSUBPS Y0, Y3, Y3
	VMULPS Y2, Y3, Y3
	VMULPS (SI)(R10*4), Y0, Y4
	VADDPS Y4, Y3, Y3
	VMOVUPS Y3, (SI)(R10*4)
	TANH(Y3)
	VMULPS Y3, Y1, Y1
	VMULPS Y12, Y1, Y1
	BYTES(Y1, X1)
	VMOVQ X1, (DI)(R10*1)
	ADDQ $8, R10
	CMPQ R10, R9
	JLT  intLoop
	VZEROUPPER
	RET

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
