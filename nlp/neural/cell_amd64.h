// The cell of a recurrent layer, once for each width of registers. What includes
// this defines CELL and INTCELL, the names of its functions; V0 to V4 and T0 to
// T3, registers of LANES floats; WITH(op, const, src, dst), an operation with a
// constant in every lane; LOAD(const, dst); and STORE(V, addr), which rounds the
// floats of V to integers, adds zero and stores them as bytes. V is overwritten.

// TANH replaces X by its hyperbolic tangent, as tanh32 does; it uses T0 to T2.
#define TANH(X) \
	WITH(VMAXPS, ·cell_neglimit, X, X)     \
	WITH(VMINPS, ·cell_limit, X, X)        \
	VMULPS X, X, T0                        \
	WITH(VMULPS, ·cell_a13, T0, T1)        \
	WITH(VADDPS, ·cell_a11, T1, T1)        \
	VMULPS T0, T1, T1                      \
	WITH(VADDPS, ·cell_a9, T1, T1)         \
	VMULPS T0, T1, T1                      \
	WITH(VADDPS, ·cell_a7, T1, T1)         \
	VMULPS T0, T1, T1                      \
	WITH(VADDPS, ·cell_a5, T1, T1)         \
	VMULPS T0, T1, T1                      \
	WITH(VADDPS, ·cell_a3, T1, T1)         \
	VMULPS T0, T1, T1                      \
	WITH(VADDPS, ·cell_a1, T1, T1)         \
	VMULPS X, T1, T1                       \
	WITH(VMULPS, ·cell_b6, T0, T2)         \
	WITH(VADDPS, ·cell_b4, T2, T2)         \
	VMULPS T0, T2, T2                      \
	WITH(VADDPS, ·cell_b2, T2, T2)         \
	VMULPS T0, T2, T2                      \
	WITH(VADDPS, ·cell_b0, T2, T2)         \
	VDIVPS T2, T1, X

#define SIGMOID(X) \
	WITH(VMULPS, ·cell_half, X, X)         \
	TANH(X)                                \
	WITH(VMULPS, ·cell_half, X, X)         \
	WITH(VADDPS, ·cell_half, X, X)

// func cellKernel(f, o, c, before, cell, tanh, out *float32, n int)
TEXT CELL(SB), NOSPLIT, $0-64
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
	VMOVUPS (AX)(R10*4), V0
	VMOVUPS (BX)(R10*4), V1
	VMOVUPS (CX)(R10*4), V2
	SIGMOID(V0)
	SIGMOID(V1)
	TANH(V2)
	VMOVUPS V0, (AX)(R10*4)
	VMOVUPS V1, (BX)(R10*4)
	VMOVUPS V2, (CX)(R10*4)
	LOAD(·cell_one, V3)
	VSUBPS V0, V3, V3
	VMULPS V2, V3, V3
	VMULPS (DX)(R10*4), V0, V4
	VADDPS V4, V3, V3
	VMOVUPS V3, (SI)(R10*4)
	TANH(V3)
	VMOVUPS V3, (DI)(R10*4)
	VMULPS V3, V1, V1
	VMOVUPS V1, (R8)(R10*4)
	ADDQ $LANES, R10
	CMPQ R10, R9
	JLT  loop
	VZEROUPPER
	RET

// func intCell(f, o, c *int32, scale *float32, h int, cell *float32, out *uint8, unit float32)
// scale holds 3h values: of the forget, output and candidate gates.
TEXT INTCELL(SB), NOSPLIT, $0-60
	MOVQ f+0(FP), AX
	MOVQ o+8(FP), BX
	MOVQ c+16(FP), CX
	MOVQ scale+24(FP), DX
	MOVQ h+32(FP), R9
	MOVQ cell+40(FP), SI
	MOVQ out+48(FP), DI
	VBROADCASTSS unit+56(FP), T3
	LEAQ (DX)(R9*4), R11
	LEAQ (R11)(R9*4), R12
	XORQ R10, R10
intLoop:
	VCVTDQ2PS (AX)(R10*4), V0
	VCVTDQ2PS (BX)(R10*4), V1
	VCVTDQ2PS (CX)(R10*4), V2
	VMULPS (DX)(R10*4), V0, V0
	VMULPS (R11)(R10*4), V1, V1
	VMULPS (R12)(R10*4), V2, V2
	SIGMOID(V0)
	SIGMOID(V1)
	TANH(V2)
	LOAD(·cell_one, V3)
	VSUBPS V0, V3, V3
	VMULPS V2, V3, V3
	VMULPS (SI)(R10*4), V0, V4
	VADDPS V4, V3, V3
	VMOVUPS V3, (SI)(R10*4)
	TANH(V3)
	VMULPS V3, V1, V1
	VMULPS T3, V1, V1
	STORE(V1, (DI)(R10*1))
	ADDQ $LANES, R10
	CMPQ R10, R9
	JLT  intLoop
	VZEROUPPER
	RET
