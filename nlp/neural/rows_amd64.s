//go:build amd64 && !purego

#include "textflag.h"

#define PLUS(at, y) VADDPS at(AX), y, y
#define POSITIVE(at, y) \
	VMAXPS Y8, y, y \
	VMOVUPS y, at(DI)

// func addRows(dst, table *float32, rows *uint32, n int)
TEXT ·addRows(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ table+8(FP), SI
	MOVQ rows+16(FP), BX
	MOVQ n+24(FP), CX
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS 64(DI), Y2
	VMOVUPS 96(DI), Y3
	VMOVUPS 128(DI), Y4
	VMOVUPS 160(DI), Y5
	VMOVUPS 192(DI), Y6
	VMOVUPS 224(DI), Y7
	VXORPS Y8, Y8, Y8

row:
	MOVL (BX), AX
	SHLQ $8, AX
	ADDQ SI, AX
	PLUS(0, Y0)
	PLUS(32, Y1)
	PLUS(64, Y2)
	PLUS(96, Y3)
	PLUS(128, Y4)
	PLUS(160, Y5)
	PLUS(192, Y6)
	PLUS(224, Y7)
	ADDQ $4, BX
	DECQ CX
	JNZ row
	POSITIVE(0, Y0)
	POSITIVE(32, Y1)
	POSITIVE(64, Y2)
	POSITIVE(96, Y3)
	POSITIVE(128, Y4)
	POSITIVE(160, Y5)
	POSITIVE(192, Y6)
	POSITIVE(224, Y7)
	VZEROUPPER
	RET
