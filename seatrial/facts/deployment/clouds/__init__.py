"""What do descriptions of a cloud's resources start: Terraform, Bicep, the CDK, bundles?"""
