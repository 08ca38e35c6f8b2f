// The kernels of panel products, once for each way to multiply and add. What
// includes this defines KERNEL6, KERNEL4, KERNEL2 and KERNEL1, the names of the
// functions for so many rows; STEP(addr, lo, hi), which adds 4 bytes of a at
// addr times 16 columns of b in Y12 and Y13 to the sums lo and hi, with Y14 and
// Y15 free; BEGIN, which comes before all; and ROW(addr, high, lo, hi), which
// loads 16 columns of c. All of them are
//
//	func(c, ldc uintptr, a, lda uintptr, b, ldb uintptr, k int)
//
// with strides in bytes, and add the product of the rows of a and a panel of 16
// columns of b, k steps long, to the rows of c.

#define LOADARGS \
	MOVQ c+0(FP), DI     \
	MOVQ ldc+8(FP), DX   \
	MOVQ a+16(FP), SI    \
	MOVQ lda+24(FP), R8  \
	MOVQ b+32(FP), BX    \
	MOVQ ldb+40(FP), R10 \
	MOVQ k+48(FP), CX

#define SAVE(addr, high, lo, hi) \
	VMOVUPS lo, addr \
	VMOVUPS hi, high

#define COLUMNS \
	VMOVUPS (BX), Y12 \
	VMOVUPS 32(BX), Y13

#define NEXT \
	ADDQ $4, SI  \
	ADDQ R10, BX \
	DECQ CX

TEXT KERNEL6(SB), NOSPLIT, $0-56
	LOADARGS
	BEGIN
	LEAQ (R8)(R8*2), R9
	ADDQ SI, R9
	LEAQ (DX)(DX*2), R11
	ADDQ DI, R11
	ROW((DI), 32(DI), Y0, Y1)
	ROW((DI)(DX*1), 32(DI)(DX*1), Y2, Y3)
	ROW((DI)(DX*2), 32(DI)(DX*2), Y4, Y5)
	ROW((R11), 32(R11), Y6, Y7)
	ROW((R11)(DX*1), 32(R11)(DX*1), Y8, Y9)
	ROW((R11)(DX*2), 32(R11)(DX*2), Y10, Y11)
loop6:
	COLUMNS
	STEP((SI), Y0, Y1)
	STEP((SI)(R8*1), Y2, Y3)
	STEP((SI)(R8*2), Y4, Y5)
	STEP((R9), Y6, Y7)
	STEP((R9)(R8*1), Y8, Y9)
	STEP((R9)(R8*2), Y10, Y11)
	ADDQ $4, R9
	NEXT
	JNZ  loop6
	SAVE((DI), 32(DI), Y0, Y1)
	SAVE((DI)(DX*1), 32(DI)(DX*1), Y2, Y3)
	SAVE((DI)(DX*2), 32(DI)(DX*2), Y4, Y5)
	SAVE((R11), 32(R11), Y6, Y7)
	SAVE((R11)(DX*1), 32(R11)(DX*1), Y8, Y9)
	SAVE((R11)(DX*2), 32(R11)(DX*2), Y10, Y11)
	VZEROUPPER
	RET

TEXT KERNEL4(SB), NOSPLIT, $0-56
	LOADARGS
	BEGIN
	LEAQ (R8)(R8*2), R9
	ADDQ SI, R9
	LEAQ (DX)(DX*2), R11
	ADDQ DI, R11
	ROW((DI), 32(DI), Y0, Y1)
	ROW((DI)(DX*1), 32(DI)(DX*1), Y2, Y3)
	ROW((DI)(DX*2), 32(DI)(DX*2), Y4, Y5)
	ROW((R11), 32(R11), Y6, Y7)
loop4:
	COLUMNS
	STEP((SI), Y0, Y1)
	STEP((SI)(R8*1), Y2, Y3)
	STEP((SI)(R8*2), Y4, Y5)
	STEP((R9), Y6, Y7)
	ADDQ $4, R9
	NEXT
	JNZ  loop4
	SAVE((DI), 32(DI), Y0, Y1)
	SAVE((DI)(DX*1), 32(DI)(DX*1), Y2, Y3)
	SAVE((DI)(DX*2), 32(DI)(DX*2), Y4, Y5)
	SAVE((R11), 32(R11), Y6, Y7)
	VZEROUPPER
	RET

TEXT KERNEL2(SB), NOSPLIT, $0-56
	LOADARGS
	BEGIN
	ROW((DI), 32(DI), Y0, Y1)
	ROW((DI)(DX*1), 32(DI)(DX*1), Y2, Y3)
loop2:
	COLUMNS
	STEP((SI), Y0, Y1)
	STEP((SI)(R8*1), Y2, Y3)
	NEXT
	JNZ  loop2
	SAVE((DI), 32(DI), Y0, Y1)
	SAVE((DI)(DX*1), 32(DI)(DX*1), Y2, Y3)
	VZEROUPPER
	RET

TEXT KERNEL1(SB), NOSPLIT, $0-56
	LOADARGS
	BEGIN
	ROW((DI), 32(DI), Y0, Y1)
loop1:
	COLUMNS
	STEP((SI), Y0, Y1)
	NEXT
	JNZ  loop1
	SAVE((DI), 32(DI), Y0, Y1)
	VZEROUPPER
	RET
