import Foundation

/// What goes to standard error while a command runs; results go to standard output.
enum Progress {
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
