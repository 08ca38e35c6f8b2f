//go:build amd64 && !purego

#include "textflag.h"

// The integer kernels add the product of ROWS rows of a and a panel of 16
// columns of b to ROWS rows of c. Two values of k go at a time: VPMADDWD
// multiplies pairs of int16 and adds each pair. Integers have no rounding, so
// the order is free.

#define LOADARGS \
	MOVQ c+0(FP), DI    \
	MOVQ ldc+8(FP), DX  \
	MOVQ a+16(FP), SI   \
	MOVQ lda+24(FP), R8 \
	MOVQ b+32(FP), BX   \
	MOVQ pairs+40(FP), CX

#define STEP(addr, lo, hi) \
	VPBROADCASTD addr, Y14  \
	VPMADDWD Y12, Y14, Y15  \
	VPADDD Y15, lo, lo      \
	VPMADDWD Y13, Y14, Y15  \
	VPADDD Y15, hi, hi

// func dot6(c *int32, ldc uintptr, a *int16, lda uintptr, b *int16, pairs int)
TEXT ·dot6(SB), NOSPLIT, $0-48
	LOADARGS
	LEAQ (R8)(R8*2), R9
	ADDQ SI, R9
	LEAQ (DX)(DX*2), R11
	ADDQ DI, R11
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU (DI)(DX*1), Y2
	VMOVDQU 32(DI)(DX*1), Y3
	VMOVDQU (DI)(DX*2), Y4
	VMOVDQU 32(DI)(DX*2), Y5
	VMOVDQU (R11), Y6
	VMOVDQU 32(R11), Y7
	VMOVDQU (R11)(DX*1), Y8
	VMOVDQU 32(R11)(DX*1), Y9
	VMOVDQU (R11)(DX*2), Y10
	VMOVDQU 32(R11)(DX*2), Y11
dotLoop6:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	STEP((SI), Y0, Y1)
	STEP((SI)(R8*1), Y2, Y3)
	STEP((SI)(R8*2), Y4, Y5)
	STEP((R9), Y6, Y7)
	STEP((R9)(R8*1), Y8, Y9)
	STEP((R9)(R8*2), Y10, Y11)
	ADDQ $4, SI
	ADDQ $4, R9
	ADDQ $64, BX
	DECQ CX
	JNZ  dotLoop6
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, (DI)(DX*1)
	VMOVDQU Y3, 32(DI)(DX*1)
	VMOVDQU Y4, (DI)(DX*2)
	VMOVDQU Y5, 32(DI)(DX*2)
	VMOVDQU Y6, (R11)
	VMOVDQU Y7, 32(R11)
	VMOVDQU Y8, (R11)(DX*1)
	VMOVDQU Y9, 32(R11)(DX*1)
	VMOVDQU Y10, (R11)(DX*2)
	VMOVDQU Y11, 32(R11)(DX*2)
	VZEROUPPER
	RET

// func dot4(c *int32, ldc uintptr, a *int16, lda uintptr, b *int16, pairs int)
TEXT ·dot4(SB), NOSPLIT, $0-48
	LOADARGS
	LEAQ (R8)(R8*2), R9
	ADDQ SI, R9
	LEAQ (DX)(DX*2), R11
	ADDQ DI, R11
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU (DI)(DX*1), Y2
	VMOVDQU 32(DI)(DX*1), Y3
	VMOVDQU (DI)(DX*2), Y4
	VMOVDQU 32(DI)(DX*2), Y5
	VMOVDQU (R11), Y6
	VMOVDQU 32(R11), Y7
dotLoop4:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	STEP((SI), Y0, Y1)
	STEP((SI)(R8*1), Y2, Y3)
	STEP((SI)(R8*2), Y4, Y5)
	STEP((R9), Y6, Y7)
	ADDQ $4, SI
	ADDQ $4, R9
	ADDQ $64, BX
	DECQ CX
	JNZ  dotLoop4
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, (DI)(DX*1)
	VMOVDQU Y3, 32(DI)(DX*1)
	VMOVDQU Y4, (DI)(DX*2)
	VMOVDQU Y5, 32(DI)(DX*2)
	VMOVDQU Y6, (R11)
	VMOVDQU Y7, 32(R11)
	VZEROUPPER
	RET

// func dot2(c *int32, ldc uintptr, a *int16, lda uintptr, b *int16, pairs int)
TEXT ·dot2(SB), NOSPLIT, $0-48
	LOADARGS
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU (DI)(DX*1), Y2
	VMOVDQU 32(DI)(DX*1), Y3
dotLoop2:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	STEP((SI), Y0, Y1)
	STEP((SI)(R8*1), Y2, Y3)
	ADDQ $4, SI
	ADDQ $64, BX
	DECQ CX
	JNZ  dotLoop2
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, (DI)(DX*1)
	VMOVDQU Y3, 32(DI)(DX*1)
	VZEROUPPER
	RET

// func dot1(c *int32, ldc uintptr, a *int16, lda uintptr, b *int16, pairs int)
TEXT ·dot1(SB), NOSPLIT, $0-48
	LOADARGS
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
dotLoop1:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	STEP((SI), Y0, Y1)
	ADDQ $4, SI
	ADDQ $64, BX
	DECQ CX
	JNZ  dotLoop1
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VZEROUPPER
	RET
