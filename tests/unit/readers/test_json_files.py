from resistance.readers.json_files import read_json


def test_reads_text_as_utf8(tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes('{"level": "größer", "n": null}'.encode())
    assert read_json(path) == {"level": "größer", "n": None}
