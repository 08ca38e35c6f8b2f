package neural

import "math"

// tanh32 is tanh by a rational approximation (that of Eigen), within 4e-7.
// Every product is rounded on its own, so that all machines agree.
func tanh32(x float32) float32 {
	const limit = 7.90531110763549805
	x = min(max(x, -limit), limit)
	s := float32(x * x)
	p := float32(s*-2.76076847742355e-16) + 2.00018790482477e-13
	p = float32(s*p) + -8.60467152213735e-11
	p = float32(s*p) + 5.12229709037114e-08
	p = float32(s*p) + 1.48572235717979e-05
	p = float32(s*p) + 6.37261928875436e-04
	p = float32(s*p) + 4.89352455891786e-03
	p = float32(x * p)
	q := float32(s*1.19825839466702e-06) + 1.18534705686654e-04
	q = float32(s*q) + 2.26843463243900e-03
	q = float32(s*q) + 4.89352518554385e-03
	return p / q
}

// sigmoid32 is the logistic function.
func sigmoid32(x float32) float32 {
	return float32(0.5*tanh32(float32(0.5*x))) + 0.5
}

// exp32 is exp for softmax, where x <= 0, within 2e-7 of itself.
func exp32(x float32) float32 {
	if x < -87 {
		return 0
	}
	n := float32(math.Floor(float64(float32(x*1.44269504) + 0.5)))
	r := x - float32(n*0.693359375)
	r -= float32(n * -2.12194440e-4)
	p := float32(1.9875691500e-4*r) + 1.3981999507e-3
	p = float32(p*r) + 8.3334519073e-3
	p = float32(p*r) + 4.1665795894e-2
	p = float32(p*r) + 1.6666665459e-1
	p = float32(p*r) + 5.0000001201e-1
	p = float32(float32(p*r)*r) + r + 1
	return float32(p * math.Float32frombits(uint32(int32(n)+127)<<23))
}
