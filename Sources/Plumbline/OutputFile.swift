import Foundation

/// Writes what a person asked for into a file.
enum OutputFile {
    /// A regular file is replaced at once, so that nobody reads half of it; a symbolic link keeps pointing at it. What is not a regular file,
    /// such as a device or a pipe, is written to and never replaced.
    static func write(_ data: Data, to url: URL) throws {
        let target = try destination(of: url)
        guard let type = type(of: target), type != .typeRegular, type != .typeDirectory else {
            try data.write(to: target, options: .atomic)
            return
        }
        let handle = try FileHandle(forWritingTo: target)
        defer { try? handle.close() }
        try handle.write(contentsOf: data)
    }

    private static func type(of url: URL) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: url.path))?[.type] as? FileAttributeType
    }

    /// Where a symbolic link points, also one to a file that is not there yet.
    private static func destination(of url: URL) throws -> URL {
        var target = url
        // As many as Linux follows.
        for _ in 0..<40 where type(of: target) == .typeSymbolicLink {
            let path = try FileManager.default.destinationOfSymbolicLink(atPath: target.path)
            target = URL(filePath: path, relativeTo: target.deletingLastPathComponent()).absoluteURL
        }
        return target
    }
}
