#!/usr/bin/env python3
"""The public declarations of the library: counts them, and finds those without a doc comment.

Every declaration that another package can name counts as one: types, functions, initializers, subscripts, properties, type
aliases, operators and each requirement of a public protocol. The cases of public enums are counted apart. These do not count:

- members that the compiler synthesizes, and `public` members of types that are not public themselves;
- members that implement a requirement of a protocol, such as `description`: the protocol has them, with their documentation;
- what is marked unavailable, which exists for the error that the compiler gives to whoever writes it.

    scripts/public-api.py            prints what is above a limit and what has no doc comment, and then exits with status 1
    scripts/public-api.py --count    the same, and the counts
    scripts/public-api.py --list     one line per declaration
"""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# A reader learns an enum with its cases at once, so the cases have a limit of their own.
LIMIT = 700
CASE_LIMIT = 150

# The requirements of the protocols of other modules that our types conform to.
FOREIGN = {
    "CustomStringConvertible": {"description"},
    "CustomDebugStringConvertible": {"debugDescription"},
    "CustomReflectable": {"customMirror"},
    "CustomTestStringConvertible": {"testDescription"},
    "Equatable": {"=="},
    "Hashable": {"==", "hash"},
    "Comparable": {"==", "<"},
    "Encodable": {"encode"},
    "Decodable": {"init(from:)"},
    "Codable": {"encode", "init(from:)"},
    "RawRepresentable": {"rawValue", "init(rawValue:)"},
    "CaseIterable": {"allCases"},
    "Actor": {"unownedExecutor"},
    "RandomAccessCollection": {"count", "startIndex", "endIndex", "subscript"},
    "ExpressibleByStringLiteral": {"init(stringLiteral:)"},
    "ExpressibleByStringInterpolation": {"init(stringLiteral:)", "init(stringInterpolation:)"},
    "StringInterpolationProtocol": {"init(literalCapacity:)", "appendLiteral"},
    "ExpressibleByBooleanLiteral": {"init(booleanLiteral:)"},
    "ExpressibleByIntegerLiteral": {"init(integerLiteral:)"},
    "ExpressibleByFloatLiteral": {"init(floatLiteral:)"},
    "TestScoping": {"provideScope"},
    "SuiteTrait": {"isRecursive"},
}

TYPES = {"struct", "class", "enum", "actor", "protocol", "extension"}
MEMBERS = {"func", "var", "let", "init", "subscript", "typealias", "associatedtype", "case", "macro"}
ACCESS = {"private": 0, "fileprivate": 0, "internal": 1, "package": 2, "public": 3, "open": 3}
MODIFIERS = set(ACCESS) | {
    "static", "final", "mutating", "nonmutating", "indirect", "lazy", "weak", "unowned", "override", "convenience",
    "required", "nonisolated", "prefix", "infix", "postfix", "dynamic", "isolated", "borrowing", "consuming", "async",
}  # fmt: skip
TOKEN = re.compile(r"`[^`\n]*`|[A-Za-z_]\w*|@[A-Za-z_][\w.]*|#[A-Za-z]+|->|[{}()\[\]]|[^\s\w]")
LITERAL = re.compile(r'#*"')


def blanked(text):
    """The text with comments and string literals replaced by spaces, so that braces and words in them mean nothing."""
    out = list(text)

    def blank(start, end):
        for at in range(start, min(end, len(out))):
            if out[at] != "\n":
                out[at] = " "

    def skip_string(at):
        hashes = 0
        while text[at] == "#":
            hashes, at = hashes + 1, at + 1
        quote = '"""' if text.startswith('"""', at) else '"'
        at += len(quote)
        end, escape = quote + "#" * hashes, "\\" + "#" * hashes
        while at < len(text):
            if text.startswith(end, at):
                return at + len(end)
            if text.startswith(escape + "(", at):
                at = skip_interpolation(at + len(escape) + 1)
            elif text.startswith(escape, at):
                at += len(escape) + 1
            else:
                at += 1
        return at

    def skip_interpolation(at):
        depth = 1
        while at < len(text) and depth:
            if LITERAL.match(text, at):
                at = skip_string(at)
                continue
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        return at

    at = 0
    while at < len(text):
        if text.startswith("//", at):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
        elif text.startswith("/*", at):
            depth, end = 1, at + 2
            while end < len(text) and depth:
                if text.startswith("/*", end):
                    depth, end = depth + 1, end + 2
                elif text.startswith("*/", end):
                    depth, end = depth - 1, end + 2
                else:
                    end += 1
        elif LITERAL.match(text, at):
            end = skip_string(at)
        else:
            at += 1
            continue
        blank(at, end)
        at = end
    return "".join(out)


class Declaration:
    def __init__(self, file, line, kind, name, access, container, documented):
        self.file, self.line, self.kind, self.name = file, line, kind, name
        self.access, self.container, self.documented = access, container, documented
        self.module, self.inherits = "", []


class Reader:
    """Reads the declarations of one file. Types nest; the bodies of functions, accessors and closures are skipped."""

    def __init__(self, module, path):
        self.module, self.path = module, path
        text = path.read_text()
        self.lines = text.split("\n")
        self.text = blanked(text)
        self.tokens = [(match.group(), match.start()) for match in TOKEN.finditer(self.text)]
        self.declarations = []
        self.at = 0

    def line(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def documented(self, offset):
        above = self.line(offset) - 2
        return above >= 0 and self.lines[above].lstrip().startswith("///")

    def peek(self, ahead=0):
        return self.tokens[self.at + ahead][0] if self.at + ahead < len(self.tokens) else ""

    def balanced(self):
        """Skips what the bracket at the current place opens."""
        depth = 0
        while self.at < len(self.tokens):
            token = self.peek()
            depth += 1 if token in "{[(" else -1 if token in "}])" else 0
            self.at += 1
            if depth == 0:
                return

    def read(self, container=()):
        modifiers, start = [], None
        while self.at < len(self.tokens):
            token, offset = self.tokens[self.at]
            if token == "}":
                self.at += 1
                return
            if token in "{[(":
                self.balanced()
            elif token in (".", "&") and re.match(r"[\w`]", self.peek(1)):
                self.at += 2
            elif token == "#if" or token == "#elseif":
                end = self.text.find("\n", offset)
                while self.at < len(self.tokens) and self.tokens[self.at][1] < end:
                    self.at += 1
            elif token.startswith("@") or token in MODIFIERS or (token == "class" and self.peek(1) in MEMBERS):
                start = offset if start is None else start
                self.at += 1
                if self.peek() == "(" and self.tokens[self.at][1] == offset + len(token):
                    if token in ACCESS:
                        token = "set"
                    self.balanced()
                    # Such a declaration exists only for the error that the compiler gives who writes it.
                    if token == "@available" and "unavailable" in self.text[offset : self.tokens[self.at - 1][1]]:
                        token = "unavailable"
                modifiers.append(token)
                continue
            elif token == "import":
                end = self.text.find("\n", offset)
                while self.at < len(self.tokens) and self.tokens[self.at][1] < (end if end >= 0 else len(self.text)):
                    self.at += 1
            elif token in TYPES and re.match(r"[\w`]", self.peek(1)):
                self.type(token, modifiers, offset if start is None else start, container)
            elif token in MEMBERS or token == "operator":
                self.member(token, modifiers, offset if start is None else start, container)
            else:
                self.at += 1
            modifiers, start = [], None

    def add(self, kind, name, modifiers, start, container):
        access = next((ACCESS[word] for word in modifiers if word in ACCESS), None)
        if "unavailable" in modifiers:
            access = ACCESS["private"]
        self.declarations.append(
            Declaration(self.path, self.line(start), kind, name, access, container, self.documented(start)))
        return access

    def type(self, keyword, modifiers, start, container):
        self.at += 1
        name = self.peek().strip("`")
        self.at += 1
        while self.peek() == "." and keyword == "extension":
            name += "." + self.peek(1).strip("`")
            self.at += 2
        access = self.add(keyword, name, modifiers, start, container)
        declared, inherited, depth = self.declarations[-1], False, 0
        while self.at < len(self.tokens) and self.peek() != "{":
            token = self.peek()
            if token in "([":
                self.balanced()
                continue
            depth += {"<": 1, ">": -1}.get(token, 0)
            if token == "where":
                inherited, depth = False, 1
            elif token == ":" and depth == 0:
                inherited = True
            elif inherited and depth == 0 and re.match(r"\w", token):
                declared.inherits.append(token)
            self.at += 1
        self.at += 1
        self.read(container + ((keyword, name, access),))

    def member(self, keyword, modifiers, start, container):
        self.at += 1
        if keyword in ("init", "subscript"):
            name = keyword
            while self.peek() in ("?", "!", "<", ">", ",", ":") or (self.peek() != "(" and self.at < len(self.tokens)):
                self.at += 1
            if keyword == "init":
                name = f"init({self.peek(1)}:)" if self.peek(2) != "(" and self.peek(1) != ")" else "init()"
            self.add(keyword, name, modifiers, start, container)
            return None
        if keyword == "operator":
            return None
        if keyword in ("var", "let") and self.peek() == "(":
            self.add(keyword, "(…)", modifiers, start, container)
            return None
        if keyword == "func" and not re.match(r"[\w`]", self.peek()):
            name = ""
            while self.peek() not in ("(", "<") or (self.peek() == "<" and not name):
                name += self.peek()
                self.at += 1
                if name and self.peek() == "<" and self.tokens[self.at - 1][1] + 1 != self.tokens[self.at][1]:
                    break
            self.add(keyword, name, modifiers, start, container)
            return None
        self.add(keyword, self.peek().strip("`"), modifiers, start, container)
        self.at += 1
        # The further names of `case a, b(Int), c`.
        while keyword == "case":
            if self.peek() == "(":
                self.balanced()
            if self.peek() == "=":
                self.at += 1
                if re.match(r"[\w-]", self.peek()) and self.peek() not in MEMBERS and self.peek() not in MODIFIERS:
                    self.at += 1
                continue
            if self.peek() != ",":
                break
            self.at += 1
            self.add(keyword, self.peek().strip("`"), modifiers, start, container)
            self.at += 1
        return None


def declarations():
    found = []
    for folder in sorted((ROOT / "Sources").iterdir()):
        for path in sorted(folder.rglob("*.swift")):
            if ".docc" in str(path):
                continue
            reader = Reader(folder.name, path)
            reader.read()
            for one in reader.declarations:
                one.module = folder.name
                found.append(one)
    return found


def public(found, everything=False):
    """Those that another package can name: public themselves, in types that all are."""
    types = {}

    def scope(container):
        return ".".join(name for _, name, _ in container)

    for one in found:
        if one.kind in TYPES - {"extension"} or one.kind == "typealias":
            path = (scope(one.container) + "." if one.container else "") + one.name
            types.setdefault((one.module, path), one)
            types.setdefault(path, one)

    def effective(one):
        if one.access is not None:
            own = one.access
        elif one.container:
            keyword, name, access = one.container[-1]
            if keyword == "protocol" or (keyword == "enum" and one.kind == "case"):
                own = ACCESS["public"]
            elif keyword == "extension" and access is not None:
                own = access
            else:
                own = ACCESS["internal"]
        else:
            own = ACCESS["internal"]
        reach = ACCESS["public"]
        for depth, (keyword, name, access) in enumerate(one.container):
            if keyword == "extension":
                extended = types.get((one.module, name)) or types.get(name)
                # A type of another package is public.
                reach = min(reach, effective(extended) if extended else ACCESS["public"])
            else:
                outer = types.get((one.module, scope(one.container[: depth + 1])))
                reach = min(reach, effective(outer) if outer is not one else own)
        return min(own, reach)

    # What each type conforms to, wherever it says so, and what each protocol requires and inherits.
    conforms, requires = {}, {}
    for one in found:
        path = (scope(one.container) + "." if one.container else "") + one.name
        if one.kind in TYPES:
            owner = one.module if one.kind != "extension" or (one.module, one.name) in types else None
            conforms.setdefault((owner, path), set()).update(one.inherits)
        if one.container and one.container[-1][0] == "protocol":
            requires.setdefault(one.container[-1][1], set()).add(one.name)

    def required(protocol, seen):
        if protocol in seen:
            return set()
        seen.add(protocol)
        names = requires.get(protocol, set()) | FOREIGN.get(protocol, set())
        for (_, path), inherited in conforms.items():
            if path == protocol:
                names = names.union(*(required(each, seen) for each in inherited))
        return names

    def implements(one):
        if not one.container or one.container[-1][0] == "protocol" or one.kind in TYPES | {"case"}:
            return False
        # The implementation that an extension of a protocol gives belongs to the protocol.
        own = scope(one.container)
        seen = set()
        names = requires.get(own, set())
        for protocol in conforms.get((one.module, own), set()) | conforms.get((None, own), set()):
            names = names | required(protocol, seen)
        return one.name in names

    return [
        one for one in found
        if one.kind != "extension" and effective(one) == ACCESS["public"] and (everything or not implements(one))
    ]


def main():
    found = public(declarations())
    if "--list" in sys.argv:
        for one in found:
            scope = ".".join(name for _, name, _ in one.container)
            print(f"{one.module}\t{one.file.relative_to(ROOT)}:{one.line}\t{one.kind}\t{scope + '.' if scope else ''}{one.name}")
        return 0
    problems = [
        f"{one.file.relative_to(ROOT)}:{one.line}: {one.kind} {one.name} is public and has no doc comment"
        for one in found if not one.documented
    ]
    cases = sum(one.kind == "case" for one in found)
    for count, limit, what in [(len(found) - cases, LIMIT, "declarations"), (cases, CASE_LIMIT, "cases of enums")]:
        if count > limit:
            modules = collections.Counter(one.module for one in found if (one.kind == "case") == (limit == CASE_LIMIT))
            most = ", ".join(f"{module} {count}" for module, count in modules.most_common())
            problems.append(
                f"{count} public {what}, and at most {limit} are allowed ({most}): write `package` for what no user needs")
    for problem in problems:
        print(problem)
    if "--count" in sys.argv:
        print(f"{len(found) - cases} public declarations and {cases} cases of public enums")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
