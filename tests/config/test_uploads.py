"""Files that no form asked for."""

from django.core.files.uploadedfile import SimpleUploadedFile


def test_a_large_file_beside_a_form_is_read_past(rf, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    file = SimpleUploadedFile("film", b"x" * 3 * 1024 * 1024)
    request = rf.post("/", {"body": "Words", "film": file})
    assert request.POST["body"] == "Words"
    assert not request.FILES
    assert not list(tmp_path.iterdir())
