import Foundation

/// What went wrong with a file, in words. Foundation's own words for many errors are a domain and a number.
package enum FileErrorText {
    /// The reason alone, without the path.
    ///
    /// - Parameter path: the file, where the error may not say which one it is about.
    package static func reason(_ error: any Error, at path: String? = nil) -> String {
        if let error = error as? POSIXError { return String(cString: strerror(error.code.rawValue)) }
        let details = (error as NSError).userInfo
        if let underlying = details[NSUnderlyingErrorKey] as? NSError, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        if isFolder(path ?? self.path(details)) { return "it is a folder" }
        if (error as NSError).domain == NSCocoaErrorDomain, let reason = reasons[(error as NSError).code] { return reason }
        return error.localizedDescription
    }

    /// The path that an error is about, and the reason.
    package static func text(_ error: any Error) -> String {
        let path = path((error as NSError).userInfo)
        return (path.map { "\($0): " } ?? "") + reason(error, at: path)
    }

    private static let reasons: [Int: String] = [
        CocoaError.fileReadInapplicableStringEncoding.rawValue: "it is not UTF-8",
        CocoaError.fileReadCorruptFile.rawValue: "its bytes are not UTF-8",
        CocoaError.fileNoSuchFile.rawValue: "there is no such file or folder",
        CocoaError.fileReadNoSuchFile.rawValue: "there is no such file or folder",
        CocoaError.fileWriteOutOfSpace.rawValue: "no space is left on the device",
        CocoaError.fileReadNoPermission.rawValue: "permission denied",
        CocoaError.fileWriteNoPermission.rawValue: "permission denied",
        CocoaError.fileWriteVolumeReadOnly.rawValue: "the file system is read-only",
    ]

    private static func path(_ details: [String: Any]) -> String? {
        details[NSFilePathErrorKey] as? String ?? (details[NSURLErrorKey] as? URL)?.path(percentEncoded: false)
    }

    private static func isFolder(_ path: String?) -> Bool {
        guard let path else { return false }
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
}
