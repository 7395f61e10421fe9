extension Plumb {
    /// The version that `plumb --version` prints.
    public static let version = "0.1.0-dev"
}
