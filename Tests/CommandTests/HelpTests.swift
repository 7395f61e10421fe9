import ArgumentParser
import Foundation
import Testing

@testable import Plumbline

/// The help of all commands, which ArgumentParser wraps at the width of the terminal.
@Suite("help")
struct HelpTests {
    private static func commands(below command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap { commands(below: $0) }
    }

    @Test("a paragraph is one line, so that no line breaks twice")
    func paragraphs() {
        let all = Self.commands(below: PlumbCommand.self)
        #expect(all.count > 30)
        for command in all {
            for paragraph in command.configuration.discussion.components(separatedBy: "\n\n") {
                #expect(!paragraph.contains("\n"), "\(command): \(paragraph)")
            }
        }
    }
}
