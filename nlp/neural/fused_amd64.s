//go:build amd64 && !purego

#include "textflag.h"

// The fuseds of kernel_amd64.s with fused multiplication and addition: faster,
// and for training alone, since plain Go does not give the same bits.

#define LOADARGS \
	MOVQ c+0(FP), DI   \
	MOVQ ldc+8(FP), DX \
	MOVQ a+16(FP), SI  \
	MOVQ lda+24(FP), R8 \
	MOVQ b+32(FP), BX  \
	MOVQ ldb+40(FP), R10 \
	MOVQ k+48(FP), CX

#define STEP(addr, lo, hi) \
	VBROADCASTSS addr, Y14   \
	VFMADD231PS Y12, Y14, lo \
	VFMADD231PS Y13, Y14, hi

// func fused6(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)
TEXT ·fused6(SB), NOSPLIT, $0-56
	LOADARGS
	LEAQ (R8)(R8*2), R9
	ADDQ SI, R9
	LEAQ (DX)(DX*2), R11
	ADDQ DI, R11
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS (DI)(DX*1), Y2
	VMOVUPS 32(DI)(DX*1), Y3
	VMOVUPS (DI)(DX*2), Y4
	VMOVUPS 32(DI)(DX*2), Y5
	VMOVUPS (R11), Y6
	VMOVUPS 32(R11), Y7
	VMOVUPS (R11)(DX*1), Y8
	VMOVUPS 32(R11)(DX*1), Y9
	VMOVUPS (R11)(DX*2), Y10
	VMOVUPS 32(R11)(DX*2), Y11
fusedLoop6:
	VMOVUPS (BX), Y12
	VMOVUPS 32(BX), Y13
	STEP((SI), Y0, Y1)
	STEP((SI)(R8*1), Y2, Y3)
	STEP((SI)(R8*2), Y4, Y5)
	STEP((R9), Y6, Y7)
	STEP((R9)(R8*1), Y8, Y9)
	STEP((R9)(R8*2), Y10, Y11)
	ADDQ $4, SI
	ADDQ $4, R9
	ADDQ R10, BX
	DECQ CX
	JNZ  fusedLoop6
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, (DI)(DX*1)
	VMOVUPS Y3, 32(DI)(DX*1)
	VMOVUPS Y4, (DI)(DX*2)
	VMOVUPS Y5, 32(DI)(DX*2)
	VMOVUPS Y6, (R11)
	VMOVUPS Y7, 32(R11)
	VMOVUPS Y8, (R11)(DX*1)
	VMOVUPS Y9, 32(R11)(DX*1)
	VMOVUPS Y10, (R11)(DX*2)
	VMOVUPS Y11, 32(R11)(DX*2)
	VZEROUPPER
	RET

// func fused4(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)
TEXT ·fused4(SB), NOSPLIT, $0-56
	LOADARGS
	LEAQ (R8)(R8*2), R9
	ADDQ SI, R9
	LEAQ (DX)(DX*2), R11
	ADDQ DI, R11
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS (DI)(DX*1), Y2
	VMOVUPS 32(DI)(DX*1), Y3
	VMOVUPS (DI)(DX*2), Y4
	VMOVUPS 32(DI)(DX*2), Y5
	VMOVUPS (R11), Y6
	VMOVUPS 32(R11), Y7
fusedLoop4:
	VMOVUPS (BX), Y12
	VMOVUPS 32(BX), Y13
	STEP((SI), Y0, Y1)
	STEP((SI)(R8*1), Y2, Y3)
	STEP((SI)(R8*2), Y4, Y5)
	STEP((R9), Y6, Y7)
	ADDQ $4, SI
	ADDQ $4, R9
	ADDQ R10, BX
	DECQ CX
	JNZ  fusedLoop4
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, (DI)(DX*1)
	VMOVUPS Y3, 32(DI)(DX*1)
	VMOVUPS Y4, (DI)(DX*2)
	VMOVUPS Y5, 32(DI)(DX*2)
	VMOVUPS Y6, (R11)
	VMOVUPS Y7, 32(R11)
	VZEROUPPER
	RET

// func fused2(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)
TEXT ·fused2(SB), NOSPLIT, $0-56
	LOADARGS
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS (DI)(DX*1), Y2
	VMOVUPS 32(DI)(DX*1), Y3
fusedLoop2:
	VMOVUPS (BX), Y12
	VMOVUPS 32(BX), Y13
	STEP((SI), Y0, Y1)
	STEP((SI)(R8*1), Y2, Y3)
	ADDQ $4, SI
	ADDQ R10, BX
	DECQ CX
	JNZ  fusedLoop2
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, (DI)(DX*1)
	VMOVUPS Y3, 32(DI)(DX*1)
	VZEROUPPER
	RET

// func fused1(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)
TEXT ·fused1(SB), NOSPLIT, $0-56
	LOADARGS
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
fusedLoop1:
	VMOVUPS (BX), Y12
	VMOVUPS 32(BX), Y13
	STEP((SI), Y0, Y1)
	ADDQ $4, SI
	ADDQ R10, BX
	DECQ CX
	JNZ  fusedLoop1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VZEROUPPER
	RET
