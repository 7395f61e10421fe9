import Digest
import Foundation
import SchemaModel

/// The file that a table is exported to.
///
///     offset  bytes
///          0      8  "PLUMBTBL"
///          8      4  version of the format, big-endian: 1
///         12     32  SHA-256 of all that follows these 32 bytes
///         44      8  how many bytes follow these 8, big-endian
///         52      4  length of the description, big-endian
///         56      …  the description: JSON
///          …      …  the rows, as `COPY … TO STDOUT (FORMAT binary)` sends them
enum TableFile {
    static let magic = Array("PLUMBTBL".utf8)
    static let version: UInt32 = 1
    static let digestOffset = 12
    static let lengthOffset = 44
    static let bodyOffset = 52
    static let pieceSize = 1 << 20

    /// The description at the beginning of the file, before the rows.
    struct Description: Codable, Hashable, Sendable {
        var shape: TableShape
        var rows: Int
        /// Of the server that it comes from: `17.2`.
        var serverVersion: String
        var exportedAt: Date
    }

    static func bytes<N: FixedWidthInteger>(_ number: N) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

    static func number<N: FixedWidthInteger>(_ bytes: Data, as: N.Type) -> N { bytes.reduce(0) { $0 << 8 | N($1) } }
}

/// Writes the file beside its place and moves it there when it is whole.
final class TableFileWriter {
    private let url: URL
    private let partial: URL
    private let handle: FileHandle
    private var hash = SHA256()
    private var length: UInt64 = 0

    /// Begins the file, readable by its owner alone.
    init(_ url: URL, _ description: TableFile.Description) throws(TransferError) {
        self.url = url
        partial = url.deletingLastPathComponent().appending(component: ".\(url.lastPathComponent).\(UUID().uuidString.prefix(8))")
        guard !FileManager.default.fileExists(atPath: url.path) else {
            throw TransferError(.fileSystem, "\(url.path) already exists; give another file name, or move this file away")
        }
        do {
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            // Empty when its mode is set: nobody else can have opened it with something in it.
            guard
                FileManager.default.createFile(atPath: partial.path, contents: nil, attributes: [.posixPermissions: 0o600])
            else {
                throw TransferError(
                    .fileSystem, "\(partial.path) cannot be created; check that this user can write to the folder")
            }
            handle = try FileHandle(forWritingTo: partial)
            let encoder = JSONEncoder()
            encoder.dateEncodingStrategy = .iso8601
            encoder.outputFormatting = .sortedKeys
            let json = try encoder.encode(description)
            try handle.write(
                contentsOf: TableFile.magic + TableFile.bytes(TableFile.version)
                    + [UInt8](repeating: 0, count: TableFile.bodyOffset - TableFile.digestOffset))
            try write(TableFile.bytes(UInt32(json.count)) + Array(json))
        } catch let error as TransferError {
            throw error
        } catch {
            throw TransferError(.fileSystem, "\(url.path) cannot be written: \(FileErrorText.reason(error))")
        }
    }

    func write(_ bytes: [UInt8]) throws {
        hash.update(bytes)
        length += UInt64(bytes.count)
        try handle.write(contentsOf: bytes)
    }

    /// Fills in length and digest, waits until the disk has it, and gives the file its name.
    func finish() throws -> UInt64 {
        let size = TableFile.bytes(length)
        // The digest covers the length, too, which stands before what was hashed: hashed once more, over both.
        let digest = TableFile.digest(length: size, body: hash.digest())
        try handle.seek(toOffset: UInt64(TableFile.digestOffset))
        try handle.write(contentsOf: digest + size)
        try handle.synchronize()
        try handle.close()
        try FileManager.default.moveItem(at: partial, to: url)
        return UInt64(TableFile.bodyOffset) + length
    }

    /// Leaves nothing behind.
    func abandon() {
        // What is given up needs no error: the one that made it so is on its way.
        try? handle.close()
        try? FileManager.default.removeItem(at: partial)
    }
}

extension TableFile {
    static func digest(length: [UInt8], body: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(length)
        hash.update(body)
        return hash.digest()
    }
}

/// Reads a file that ``TableFileWriter`` wrote; opened, it is known to be whole.
final class TableFileReader {
    let description: TableFile.Description
    /// Bytes of the rows.
    let size: UInt64
    private let handle: FileHandle
    private let rowsOffset: UInt64

    /// Opens the file and reads it once from end to end, for its digest.
    init(_ url: URL, progress: (_ read: UInt64, _ of: UInt64) -> Void = { _, _ in }) throws(TransferError) {
        do {
            handle = try FileHandle(forReadingFrom: url)
        } catch {
            throw TransferError(.fileSystem, "\(url.path) cannot be read: \(FileErrorText.reason(error))")
        }
        do {
            let file = url.path
            let cutOff = TransferError(.damaged, "\(file) is truncated; nothing was restored. Get another copy of it")
            guard let head = try handle.read(upToCount: TableFile.bodyOffset), head.starts(with: TableFile.magic) else {
                throw TransferError(.notAnExport, "\(file) is not a table that `plumb export` wrote")
            }
            guard head.count == TableFile.bodyOffset else { throw cutOff }
            let version = TableFile.number(head[8..<12], as: UInt32.self)
            guard version == TableFile.version else {
                throw TransferError(.notAnExport, "\(file) has format \(version); this program reads format \(TableFile.version)")
            }
            let length = TableFile.number(head[TableFile.lengthOffset..<TableFile.bodyOffset], as: UInt64.self)
            let there = try handle.seekToEnd()
            guard there >= UInt64(TableFile.bodyOffset) + length else { throw cutOff }
            guard there == UInt64(TableFile.bodyOffset) + length else {
                throw TransferError(.damaged, "\(file) is longer than its header says; nothing was restored")
            }
            try handle.seek(toOffset: UInt64(TableFile.bodyOffset))
            var hash = SHA256()
            var read: UInt64 = 0
            while let piece = try handle.read(upToCount: TableFile.pieceSize), !piece.isEmpty {
                piece.withUnsafeBytes { hash.update($0) }
                read += UInt64(piece.count)
                progress(read, length)
            }
            let digest = TableFile.digest(length: TableFile.bytes(length), body: hash.digest())
            guard Data(digest) == head[TableFile.digestOffset..<TableFile.lengthOffset] else {
                throw TransferError(
                    .damaged,
                    "\(file) is damaged: its SHA-256 does not match. Nothing was restored; get another copy of it")
            }
            try handle.seek(toOffset: UInt64(TableFile.bodyOffset))
            guard let prefix = try handle.read(upToCount: 4), prefix.count == 4,
                case let count = Int(TableFile.number(prefix, as: UInt32.self)), UInt64(count) + 4 <= length,
                let json = try handle.read(upToCount: count), json.count == count
            else { throw cutOff }
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            do {
                description = try decoder.decode(TableFile.Description.self, from: json)
            } catch {
                throw TransferError(.notAnExport, "\(file): its description cannot be read")
            }
            rowsOffset = UInt64(TableFile.bodyOffset + 4 + count)
            size = length - 4 - UInt64(count)
        } catch let error as TransferError {
            throw error
        } catch {
            throw TransferError(.fileSystem, "\(url.path) cannot be read: \(FileErrorText.reason(error))")
        }
    }

    func rewind() throws { try handle.seek(toOffset: rowsOffset) }

    /// The next piece of the rows; nil after the last.
    func next() throws -> [UInt8]? {
        guard let piece = try handle.read(upToCount: TableFile.pieceSize), !piece.isEmpty else { return nil }
        return Array(piece)
    }
}
