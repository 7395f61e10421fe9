import Digest
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    /// Examples of FIPS 180-4 and of NIST's test vectors.
    @Test(
        "gives the published digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
            (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ])
    func vectors(text: String, digest: String) {
        #expect(SHA256.hexadecimal(of: text) == digest)
    }

    /// Every length up to two blocks and over, in pieces that begin and end at every place of a block.
    @Test("does not depend on how its input is divided")
    func pieces() {
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for length in 0...bytes.count {
            var whole = SHA256()
            whole.update(Array(bytes[..<length]))
            for piece in [1, 3, 55, 56, 63, 64, 65] {
                var divided = SHA256()
                var start = 0
                while start < length {
                    divided.update(Array(bytes[start..<min(start + piece, length)]))
                    start += piece
                }
                #expect(divided.digest() == whole.digest(), "\(length) bytes in pieces of \(piece)")
            }
        }
    }
}
