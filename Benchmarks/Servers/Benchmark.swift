import Foundation

/// A name, two medians, and their ratio.
enum Benchmark {
    static func median(_ count: Int = 7, _ body: () async throws -> Void) async rethrows -> Double {
        var seconds: [Double] = []
        for _ in 0..<count {
            let start = Date()
            try await body()
            seconds.append(Date().timeIntervalSince(start))
        }
        return seconds.sorted()[count / 2]
    }

    static func report(_ name: String, _ value: Double, against reference: String, _ other: Double) {
        let style = FloatingPointFormatStyle<Double>.number.precision(.fractionLength(3))
        print(
            "\(name): \(value.formatted(style)) s; \(reference): \(other.formatted(style)) s; ratio \((value / other).formatted(style))"
        )
    }
}
