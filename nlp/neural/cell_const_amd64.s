//go:build amd64 && !purego

#include "textflag.h"

// Constants of the cell, in eight lanes each: those of tanh32, and the byte of an
// activation of 0.

DATA ·cell_limit+0(SB)/8, $0x40fcf84f40fcf84f
DATA ·cell_limit+8(SB)/8, $0x40fcf84f40fcf84f
DATA ·cell_limit+16(SB)/8, $0x40fcf84f40fcf84f
DATA ·cell_limit+24(SB)/8, $0x40fcf84f40fcf84f
GLOBL ·cell_limit(SB), RODATA, $32
DATA ·cell_neglimit+0(SB)/8, $0xc0fcf84fc0fcf84f
DATA ·cell_neglimit+8(SB)/8, $0xc0fcf84fc0fcf84f
DATA ·cell_neglimit+16(SB)/8, $0xc0fcf84fc0fcf84f
DATA ·cell_neglimit+24(SB)/8, $0xc0fcf84fc0fcf84f
GLOBL ·cell_neglimit(SB), RODATA, $32
DATA ·cell_a13+0(SB)/8, $0xa59f25c0a59f25c0
DATA ·cell_a13+8(SB)/8, $0xa59f25c0a59f25c0
DATA ·cell_a13+16(SB)/8, $0xa59f25c0a59f25c0
DATA ·cell_a13+24(SB)/8, $0xa59f25c0a59f25c0
GLOBL ·cell_a13(SB), RODATA, $32
DATA ·cell_a11+0(SB)/8, $0x2a61337e2a61337e
DATA ·cell_a11+8(SB)/8, $0x2a61337e2a61337e
DATA ·cell_a11+16(SB)/8, $0x2a61337e2a61337e
DATA ·cell_a11+24(SB)/8, $0x2a61337e2a61337e
GLOBL ·cell_a11(SB), RODATA, $32
DATA ·cell_a9+0(SB)/8, $0xaebd37ffaebd37ff
DATA ·cell_a9+8(SB)/8, $0xaebd37ffaebd37ff
DATA ·cell_a9+16(SB)/8, $0xaebd37ffaebd37ff
DATA ·cell_a9+24(SB)/8, $0xaebd37ffaebd37ff
GLOBL ·cell_a9(SB), RODATA, $32
DATA ·cell_a7+0(SB)/8, $0x335c0041335c0041
DATA ·cell_a7+8(SB)/8, $0x335c0041335c0041
DATA ·cell_a7+16(SB)/8, $0x335c0041335c0041
DATA ·cell_a7+24(SB)/8, $0x335c0041335c0041
GLOBL ·cell_a7(SB), RODATA, $32
DATA ·cell_a5+0(SB)/8, $0x3779434a3779434a
DATA ·cell_a5+8(SB)/8, $0x3779434a3779434a
DATA ·cell_a5+16(SB)/8, $0x3779434a3779434a
DATA ·cell_a5+24(SB)/8, $0x3779434a3779434a
GLOBL ·cell_a5(SB), RODATA, $32
DATA ·cell_a3+0(SB)/8, $0x3a270ded3a270ded
DATA ·cell_a3+8(SB)/8, $0x3a270ded3a270ded
DATA ·cell_a3+16(SB)/8, $0x3a270ded3a270ded
DATA ·cell_a3+24(SB)/8, $0x3a270ded3a270ded
GLOBL ·cell_a3(SB), RODATA, $32
DATA ·cell_a1+0(SB)/8, $0x3ba059dc3ba059dc
DATA ·cell_a1+8(SB)/8, $0x3ba059dc3ba059dc
DATA ·cell_a1+16(SB)/8, $0x3ba059dc3ba059dc
DATA ·cell_a1+24(SB)/8, $0x3ba059dc3ba059dc
GLOBL ·cell_a1(SB), RODATA, $32
DATA ·cell_b6+0(SB)/8, $0x35a0d3d835a0d3d8
DATA ·cell_b6+8(SB)/8, $0x35a0d3d835a0d3d8
DATA ·cell_b6+16(SB)/8, $0x35a0d3d835a0d3d8
DATA ·cell_b6+24(SB)/8, $0x35a0d3d835a0d3d8
GLOBL ·cell_b6(SB), RODATA, $32
DATA ·cell_b4+0(SB)/8, $0x38f895d638f895d6
DATA ·cell_b4+8(SB)/8, $0x38f895d638f895d6
DATA ·cell_b4+16(SB)/8, $0x38f895d638f895d6
DATA ·cell_b4+24(SB)/8, $0x38f895d638f895d6
GLOBL ·cell_b4(SB), RODATA, $32
DATA ·cell_b2+0(SB)/8, $0x3b14aa053b14aa05
DATA ·cell_b2+8(SB)/8, $0x3b14aa053b14aa05
DATA ·cell_b2+16(SB)/8, $0x3b14aa053b14aa05
DATA ·cell_b2+24(SB)/8, $0x3b14aa053b14aa05
GLOBL ·cell_b2(SB), RODATA, $32
DATA ·cell_b0+0(SB)/8, $0x3ba059dd3ba059dd
DATA ·cell_b0+8(SB)/8, $0x3ba059dd3ba059dd
DATA ·cell_b0+16(SB)/8, $0x3ba059dd3ba059dd
DATA ·cell_b0+24(SB)/8, $0x3ba059dd3ba059dd
GLOBL ·cell_b0(SB), RODATA, $32
DATA ·cell_half+0(SB)/8, $0x3f0000003f000000
DATA ·cell_half+8(SB)/8, $0x3f0000003f000000
DATA ·cell_half+16(SB)/8, $0x3f0000003f000000
DATA ·cell_half+24(SB)/8, $0x3f0000003f000000
GLOBL ·cell_half(SB), RODATA, $32
DATA ·cell_one+0(SB)/8, $0x3f8000003f800000
DATA ·cell_one+8(SB)/8, $0x3f8000003f800000
DATA ·cell_one+16(SB)/8, $0x3f8000003f800000
DATA ·cell_one+24(SB)/8, $0x3f8000003f800000
GLOBL ·cell_one(SB), RODATA, $32

DATA ·cell_zeros+0(SB)/8, $0x0000008000000080
DATA ·cell_zeros+8(SB)/8, $0x0000008000000080
DATA ·cell_zeros+16(SB)/8, $0x0000008000000080
DATA ·cell_zeros+24(SB)/8, $0x0000008000000080
GLOBL ·cell_zeros(SB), RODATA, $32
