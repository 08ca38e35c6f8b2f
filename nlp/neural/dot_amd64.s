//go:build amd64 && !purego

#include "textflag.h"

DATA ones<>+0(SB)/8, $0x0001000100010001
DATA ones<>+8(SB)/8, $0x0001000100010001
DATA ones<>+16(SB)/8, $0x0001000100010001
DATA ones<>+24(SB)/8, $0x0001000100010001
GLOBL ones<>(SB), RODATA, $32

// Integers, four values of k at a time: VPMADDUBSW multiplies unsigned bytes of
// a with signed ones of b and adds each pair, which weights of 7 bits keep
// within an int16; VPMADDWD adds the pairs. Nothing is rounded, so the order is free.
#define STEP(addr, lo, hi) \
	VPBROADCASTD addr, Y14        \
	VPMADDUBSW Y12, Y14, Y15      \
	VPMADDWD ones<>(SB), Y15, Y15 \
	VPADDD Y15, lo, lo            \
	VPMADDUBSW Y13, Y14, Y15      \
	VPMADDWD ones<>(SB), Y15, Y15 \
	VPADDD Y15, hi, hi

// A panel begins with what is to be added to each column: see intMatrix.
#define BEGIN \
	VMOVUPS (BX), Y12   \
	VMOVUPS 32(BX), Y13 \
	ADDQ $64, BX

#define ROW(addr, high, lo, hi) \
	VPADDD addr, Y12, lo \
	VPADDD high, Y13, hi

#define KERNEL6 ·dot6
#define KERNEL4 ·dot4
#define KERNEL2 ·dot2
#define KERNEL1 ·dot1

#include "panel_amd64.h"
