import Foundation

/// The facts about `scripts/install-postgres.sh` that the code and its error messages rely on.
package enum InstallScript {
    /// The major version that commands, the demo and tests use unless they are told otherwise.
    package static let defaultMajor = 17

    /// The major versions that the script installs, the default first.
    package static let majors = [defaultMajor, 18, 15]

    /// The major version that it installs without root.
    static let majorWithoutRoot = 18

    private static let path = "scripts/install-postgres.sh"

    /// Only the repository of Plumbline has the script; a message must not send people of other projects to it.
    static var isHere: Bool { FileManager.default.fileExists(atPath: path) }

    /// The command that installs this major version, or the default when the script does not know it.
    package static func command(major: Int? = nil) -> String {
        if isHere { return "\(path) \(major.flatMap { majors.contains($0) ? $0 : nil } ?? defaultMajor)" }
        #if os(Linux)
        return "apt-get install postgresql"
        #else
        return "brew install postgresql@\(major ?? defaultMajor)"
        #endif
    }
}
