import CSHA256

/// SHA-256 of bytes that come in pieces.
package struct SHA256: Sendable {
    private var hash = plumb_sha256()

    package init() { plumb_sha256_begin(&hash) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        plumb_sha256_update(&hash, bytes.baseAddress, bytes.count)
    }

    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    package mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// The 32 bytes of the digest of everything so far.
    package func digest() -> [UInt8] {
        var hash = hash
        return [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            plumb_sha256_finish(&hash, digest.baseAddress)
            count = 32
        }
    }

    /// The digest of everything so far, in hexadecimal.
    package func hexadecimal() -> String {
        digest().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The digest of a text's UTF-8, in hexadecimal.
    package static func hexadecimal(of text: String) -> String {
        var hash = SHA256()
        hash.update(text)
        return hash.hexadecimal()
    }
}
