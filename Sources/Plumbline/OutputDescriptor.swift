import Foundation

/// Standard output as a file descriptor, whose errors are errors of ours.
enum OutputDescriptor {
    /// Keeps a reader that went away, and descriptors that were closed, from ending the process or swallowing the result.
    static func prepare() {
        // The write fails with EPIPE then, which is reported, instead of a death without a word.
        signal(SIGPIPE, SIG_IGN)
        // Else the next file or socket that is opened would become standard input, output or error.
        for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
        where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            _ = open("/dev/null", mode)
        }
    }

    /// Writes all bytes.
    /// - Throws: ``CommandError`` with the system's reason.
    static func write(_ bytes: [UInt8]) throws {
        try flush()
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
            } else if errno != EINTR {
                throw failure(errno)
            }
        }
    }

    /// Writes what `print` has kept back.
    /// - Throws: ``CommandError`` with the system's reason.
    static func flush() throws {
        guard fflush(nil) != 0 else { return }
        throw failure(errno)
    }

    private static func failure(_ number: Int32) -> CommandError {
        CommandError("standard output could not be written: \(String(cString: strerror(number)))")
    }
}
