/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers in every run.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 0 up to a bound, which is not reached.
    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() >> 33) % bound }

    /// 0 up to 1, which is not reached.
    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// True when something of this probability, in percent, happens.
    mutating func percent(_ percent: Int) -> Bool { below(100) < percent }
}
