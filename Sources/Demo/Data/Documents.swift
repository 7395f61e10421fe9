/// Documents with unit embeddings in clusters, one cluster a topic.
///
/// Members of a cluster have a cosine similarity of about 0.85 to 0.95 to each other, members of two clusters one around
/// 0.15: so that a threshold of 0.78 parts what belongs together from what does not.
struct Documents {
    static let count = 2_000
    static let topics = 40
    static let dimensions = 1_536

    private var random: SeededRandom
    /// Independent normal numbers to take noise from, by a random offset: making three million each time is slow.
    private let noise: [Float]
    private let centres: [[Float]]

    /// - Parameter seed: of the texts; the topics are always the same.
    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        var topics = SeededRandom(seed: 4)
        var made: [Float] = []
        made.reserveCapacity(65_536)
        for _ in 0..<65_536 {
            // The sum of 4 uniform numbers is near enough to a normal one; its variance is a third.
            let sum = topics.unit() + topics.unit() + topics.unit() + topics.unit() - 2
            made.append(Float(sum * 1.732_05))
        }
        noise = made
        // What all texts of one company have in common, and what a topic adds.
        let common = Documents.direction(made, at: 0)
        var all: [[Float]] = []
        for topic in 0..<Documents.topics {
            let own = Documents.direction(made, at: (Documents.dimensions + 17) * (topic + 1))
            all.append(Documents.unit(common, 0.42, own, 1))
        }
        centres = all
    }

    /// A text of a topic as a unit vector; each call gives another.
    mutating func embedding(topic: Int) -> [Float] {
        // Narrow topics and wide ones: 0.95 down to 0.85 between their members.
        let spread = 0.24 + 0.17 * Float(topic % 10) / 9
        let own = Documents.direction(noise, at: random.below(65_536 - Documents.dimensions))
        return Documents.unit(centres[topic], 1, own, spread)
    }

    /// A text about nothing that the knowledge base has.
    mutating func stranger() -> [Float] {
        let one = Documents.direction(noise, at: random.below(30_000))
        let other = Documents.direction(noise, at: 32_000 + random.below(30_000))
        return Documents.unit(one, 1, other, 1)
    }

    static let categories = ["policy", "product", "faq", "procedure", "vacancy", "general"]

    static func category(of topic: Int) -> String { categories[topic % categories.count] }

    /// The metadata that documents of the category have.
    static func metadata(of document: Int, topic: Int) -> String {
        switch category(of: topic) {
        case "policy": #"{"section": "\#(topic).\#(document % 9 + 1)", "page_number": \#(document % 40 + 1)}"#
        case "product": #"{"product_id": "P-\#(document)", "price": \#(10 + document % 90), "in_stock": \#(document % 3 > 0)}"#
        case "vacancy":
            #"{"job_type": "permanent", "location": "Utrecht", "budget_min": 45000, "budget_max": \#(50_000 + document % 9)}"#
        default: #"{"source": "handbook"}"#
        }
    }

    private static func direction(_ noise: [Float], at offset: Int) -> [Float] {
        unit(Array(noise[offset..<(offset + dimensions)]), 1, [], 0)
    }

    /// `a · x + b · y` at length 1. With unsafe buffers: checked subscripts take ten times as long in a debug build.
    private static func unit(_ x: [Float], _ a: Float, _ y: [Float], _ b: Float) -> [Float] {
        [Float](unsafeUninitializedCapacity: x.count) { result, count in
            x.withUnsafeBufferPointer { x in
                y.withUnsafeBufferPointer { y in
                    var square: Float = 0
                    let hasBoth = !y.isEmpty
                    for index in 0..<x.count {
                        let value = hasBoth ? a * x[index] + b * y[index] : x[index]
                        result[index] = value
                        square += value * value
                    }
                    let scale = 1 / square.squareRoot()
                    for index in 0..<x.count { result[index] *= scale }
                }
            }
            count = x.count
        }
    }
}
