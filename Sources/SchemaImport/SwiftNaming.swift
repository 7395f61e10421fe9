/// Names of Swift for a whole package.
package enum SwiftNaming {
    /// The name of the enum for a database: `web_shop` is `WebShop`.
    package static func typeName(_ name: String) -> String {
        var names = SwiftNames(reserved: SwiftNames.reservedTypes)
        return names.type(name, suffix: "Database")
    }
}
