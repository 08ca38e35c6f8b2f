//go:build amd64 && !purego

#include "textflag.h"

#define WITH(op, const, src, dst) op.BCST const(SB), src, dst
#define LOAD(const, dst) VBROADCASTSS const(SB), dst

#define STORE(V, addr) \
	VCVTPS2DQ V, V                 \
	VPADDD.BCST ·cell_zeros(SB), V, V \
	VPMOVUSDB V, addr

#define CELL ·cell16
#define INTCELL ·intCell16
#define LANES 16
#define V0 Z0
#define V1 Z1
#define V2 Z2
#define V3 Z3
#define V4 Z4
#define T0 Z13
#define T1 Z14
#define T2 Z15
#define T3 Z12

#include "cell_amd64.h"
