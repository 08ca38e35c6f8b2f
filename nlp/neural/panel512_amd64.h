// The kernels of panel products for processors with AVX-512, once for each way
// to multiply and add: what panel_amd64.h is for AVX2, with a whole row of a
// panel in one register and twelve rows at a time. What includes this defines
// KERNEL12, KERNEL6, KERNEL4, KERNEL2 and KERNEL1, the names of the functions
// for so many rows; STEP(addr, sum), which adds 4 bytes of a at addr times the
// 16 columns of b in Z31 to sum, with Z30 free; BEGIN, which comes before all;
// and ROW(addr, sum), which loads a row of c. Functions and arguments are those there.

#define LOADARGS \
	MOVQ c+0(FP), DI     \
	MOVQ ldc+8(FP), DX   \
	MOVQ a+16(FP), SI    \
	MOVQ lda+24(FP), R8  \
	MOVQ b+32(FP), BX    \
	MOVQ ldb+40(FP), R10 \
	MOVQ k+48(FP), CX

// THIRD puts the row three after the one at from into to.
#define THIRD(from, stride, to) \
	LEAQ (stride)(stride*2), to \
	ADDQ from, to

#define NEXT \
	ADDQ $4, SI  \
	ADDQ R10, BX \
	DECQ CX

TEXT KERNEL12(SB), NOSPLIT, $0-56
	LOADARGS
	BEGIN
	THIRD(SI, R8, R9)
	THIRD(R9, R8, R12)
	THIRD(R12, R8, R13)
	ROW((DI), Z0)
	ROW((DI)(DX*1), Z1)
	ROW((DI)(DX*2), Z2)
	THIRD(DI, DX, AX)
	ROW((AX), Z3)
	ROW((AX)(DX*1), Z4)
	ROW((AX)(DX*2), Z5)
	THIRD(AX, DX, R11)
	ROW((R11), Z6)
	ROW((R11)(DX*1), Z7)
	ROW((R11)(DX*2), Z8)
	THIRD(R11, DX, AX)
	ROW((AX), Z9)
	ROW((AX)(DX*1), Z10)
	ROW((AX)(DX*2), Z11)
loop12:
	VMOVUPS (BX), Z31
	STEP((SI), Z0)
	STEP((SI)(R8*1), Z1)
	STEP((SI)(R8*2), Z2)
	STEP((R9), Z3)
	STEP((R9)(R8*1), Z4)
	STEP((R9)(R8*2), Z5)
	STEP((R12), Z6)
	STEP((R12)(R8*1), Z7)
	STEP((R12)(R8*2), Z8)
	STEP((R13), Z9)
	STEP((R13)(R8*1), Z10)
	STEP((R13)(R8*2), Z11)
	ADDQ $4, R9
	ADDQ $4, R12
	ADDQ $4, R13
	NEXT
	JNZ  loop12
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, (DI)(DX*1)
	VMOVUPS Z2, (DI)(DX*2)
	THIRD(DI, DX, R11)
	VMOVUPS Z3, (R11)
	VMOVUPS Z4, (R11)(DX*1)
	VMOVUPS Z5, (R11)(DX*2)
	THIRD(R11, DX, DI)
	VMOVUPS Z6, (DI)
	VMOVUPS Z7, (DI)(DX*1)
	VMOVUPS Z8, (DI)(DX*2)
	VMOVUPS Z9, (AX)
	VMOVUPS Z10, (AX)(DX*1)
	VMOVUPS Z11, (AX)(DX*2)
	VZEROUPPER
	RET

TEXT KERNEL6(SB), NOSPLIT, $0-56
	LOADARGS
	BEGIN
	THIRD(SI, R8, R9)
	THIRD(DI, DX, R11)
	ROW((DI), Z0)
	ROW((DI)(DX*1), Z1)
	ROW((DI)(DX*2), Z2)
	ROW((R11), Z3)
	ROW((R11)(DX*1), Z4)
	ROW((R11)(DX*2), Z5)
loop6:
	VMOVUPS (BX), Z31
	STEP((SI), Z0)
	STEP((SI)(R8*1), Z1)
	STEP((SI)(R8*2), Z2)
	STEP((R9), Z3)
	STEP((R9)(R8*1), Z4)
	STEP((R9)(R8*2), Z5)
	ADDQ $4, R9
	NEXT
	JNZ  loop6
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, (DI)(DX*1)
	VMOVUPS Z2, (DI)(DX*2)
	VMOVUPS Z3, (R11)
	VMOVUPS Z4, (R11)(DX*1)
	VMOVUPS Z5, (R11)(DX*2)
	VZEROUPPER
	RET

TEXT KERNEL4(SB), NOSPLIT, $0-56
	LOADARGS
	BEGIN
	THIRD(SI, R8, R9)
	THIRD(DI, DX, R11)
	ROW((DI), Z0)
	ROW((DI)(DX*1), Z1)
	ROW((DI)(DX*2), Z2)
	ROW((R11), Z3)
loop4:
	VMOVUPS (BX), Z31
	STEP((SI), Z0)
	STEP((SI)(R8*1), Z1)
	STEP((SI)(R8*2), Z2)
	STEP((R9), Z3)
	ADDQ $4, R9
	NEXT
	JNZ  loop4
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, (DI)(DX*1)
	VMOVUPS Z2, (DI)(DX*2)
	VMOVUPS Z3, (R11)
	VZEROUPPER
	RET

TEXT KERNEL2(SB), NOSPLIT, $0-56
	LOADARGS
	BEGIN
	ROW((DI), Z0)
	ROW((DI)(DX*1), Z1)
loop2:
	VMOVUPS (BX), Z31
	STEP((SI), Z0)
	STEP((SI)(R8*1), Z1)
	NEXT
	JNZ  loop2
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, (DI)(DX*1)
	VZEROUPPER
	RET

TEXT KERNEL1(SB), NOSPLIT, $0-56
	LOADARGS
	BEGIN
	ROW((DI), Z0)
loop1:
	VMOVUPS (BX), Z31
	STEP((SI), Z0)
	NEXT
	JNZ  loop1
	VMOVUPS Z0, (DI)
	VZEROUPPER
	RET
