"""Make the bucket of the documents, once, with versions: `python -m smart.local.container_bucket`."""

import os
from pathlib import Path

import boto3  # type: ignore[import-untyped]  # it ships no types
from botocore.exceptions import ClientError  # type: ignore[import-untyped]

THERE_ALREADY = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}


def make() -> str:
    """Make the bucket unless it is there, switch its versions on, and return its name."""
    bucket = os.environ["S3_BUCKET"]
    store = boto3.client(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT_URL"],
        aws_access_key_id=_value("S3_ACCESS_KEY"),
        aws_secret_access_key=_value("S3_SECRET_KEY"),
        region_name="us-east-1",  # a name the protocol asks for; the store lies where S3_ENDPOINT_URL says
    )
    try:
        store.create_bucket(Bucket=bucket)
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] not in THERE_ALREADY:
            raise
    store.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return bucket


def _value(name: str) -> str:
    """Read a variable or the file that NAME_FILE points at, as the settings do."""
    file = os.environ.get(f"{name}_FILE")
    return Path(file).read_text().strip() if file else os.environ[name]


if __name__ == "__main__":
    print(f"The bucket {make()} is ready.")
