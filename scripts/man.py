#!/usr/bin/env python3
"""Writes the man page of a command from its own help: man.py PROGRAM NAME, on standard output.

The help comes from `PROGRAM --experimental-dump-help`, so that the page says what the program does.
"""
import json
import subprocess
import sys


def escaped(text):
    """Text for troff: a backslash and a hyphen mean something there, and so does a point that begins a line."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def label(argument):
    names = [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names") or []]
    value = "" if argument["kind"] == "flag" else f" <{argument.get('valueName', 'value')}>"
    return ", ".join(names) + value if names else value.strip()


def arguments(command):
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True):
            continue
        print(".TP")
        print(f".B {escaped(label(argument))}")
        text = argument.get("abstract", "")
        if argument.get("defaultValue"):
            text += f" The default is {argument['defaultValue']}."
        print(escaped(text) or "\\&")


def section(command, path):
    path = path + [command["commandName"]]
    print(f".SS {escaped(' '.join(path[1:]))}")
    print(escaped(command.get("abstract", "")))
    if command.get("discussion"):
        print(".PP")
        print(escaped(command["discussion"]))
    arguments(command)
    for child in command.get("subcommands", []):
        if child["commandName"] != "help":
            section(child, path)


def main():
    program, name = sys.argv[1:3]
    dump = subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True, text=True).stdout
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    root = json.loads(dump)["command"]
    print(f'.TH {name.upper()} 1 "" "{escaped(name)} {escaped(version)}" "User Commands"')
    print(f".SH NAME\n{escaped(name)} \\- {escaped(root['abstract'].rstrip('.'))}")
    print(f".SH SYNOPSIS\n.B {escaped(name)}\n.I command\n[arguments]")
    print(f".SH DESCRIPTION\n{escaped(root.get('discussion', ''))}")
    print(".SH COMMANDS")
    for command in root.get("subcommands", []):
        if command["commandName"] != "help":
            section(command, [name])
    print(".SH FILES\n.TP\n.B plumbline.yml\nThe settings of a project, in the folder that the command is started in.")
    print(".SH ENVIRONMENT\n.TP\n.B PLUMBLINE_URL_<DATABASE>\nThe connection URL of a database.")
    print(".TP\n.B PLUMBLINE_SCRATCH_URL\nA server for scratch databases, instead of one that the command starts.")
    print(".TP\n.B PLUMBLINE_CACHE\nThe folder for installed servers and sandboxes.")


main()
