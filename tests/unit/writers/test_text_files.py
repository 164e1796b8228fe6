from resistance.writers.text_files import write_lines


def test_lines(tmp_path) -> None:
    path = tmp_path / "new" / "summary.txt"
    write_lines(["Größe", "b"], path)
    assert path.read_bytes() == "Größe\nb\n".encode()
    write_lines([], path)
    assert path.read_bytes() == b""
