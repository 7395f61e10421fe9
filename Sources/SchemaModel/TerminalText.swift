extension Unicode.Scalar {
    /// True when it could steer a terminal or turn the reading direction: control characters but tab and line feed, and changes of
    /// direction. Names and values come from databases, and go to terminals, logs and pages.
    package var isUnsafeToShow: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
