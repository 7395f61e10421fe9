/// A file of the package that an import writes.
package struct ImportedFile: Hashable, Sendable {
    /// The path below the folder of the target.
    package let path: String
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}
